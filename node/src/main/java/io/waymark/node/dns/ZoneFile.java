package io.waymark.node.dns;

import io.waymark.protocol.dns.RecordType;
import io.waymark.protocol.dns.Records;
import io.waymark.protocol.dns.WireName;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Static records of a zone, read from a file in master format (RFC 1035 section 5).
 *
 * <p>It holds what may stand beside profiles: A, AAAA, CNAME, MX, TXT, CAA and SRV. SOA and NS come
 * from the configuration; delegations, wildcards and DNAME are refused, because a name here is
 * answered by an exact match or not at all.
 */
public final class ZoneFile {
  private static final Set<Integer> ACCEPTED =
      Set.of(
          RecordType.A,
          RecordType.AAAA,
          RecordType.CNAME,
          RecordType.MX,
          RecordType.TXT,
          RecordType.CAA,
          RecordType.SRV);

  private final Path file;
  private final Zone zone;
  private final Set<String> taken;
  private final List<String> faults = new ArrayList<>();
  private final Map<String, StaticEntry.Builder> names = new LinkedHashMap<>();
  private final Map<String, Set<Integer>> types = new LinkedHashMap<>();

  private ZoneFile(Path file, Zone zone, Set<String> taken) {
    this.file = file;
    this.zone = zone;
    this.taken = taken;
  }

  /**
   * What a file holds.
   *
   * @param entries one for each name; empty where there are faults
   * @param faults each with file and line
   */
  public record Loaded(List<StaticEntry> entries, List<String> faults) {}

  /**
   * Reads a file whole; nothing of it counts when anything is wrong.
   *
   * @param taken names that are answered otherwise, without trailing dot, lower case
   */
  public static Loaded load(Path file, Zone zone, Set<String> taken) {
    return new ZoneFile(file, zone, taken).load();
  }

  private Loaded load() {
    try (LineCounter lines = new LineCounter(Files.newInputStream(file))) {
      Master master = new Master(lines, Name.fromString(zone + "."), 3_600);
      master.disableIncludes();
      for (Record record = next(master); record != null; record = next(master)) {
        add(record, lines.line);
      }
    } catch (TextParseException e) {
      faults.add(file + ": " + e.getMessage());
    } catch (IOException e) {
      faults.add(file + " cannot be read: " + e.getMessage());
    }
    for (Map.Entry<String, Set<Integer>> name : types.entrySet()) {
      if (name.getValue().contains(RecordType.CNAME) && name.getValue().size() > 1) {
        faults.add(
            file + ": " + name.getKey() + " has a CNAME and other records (RFC 2181 section 10.1)");
      }
    }
    return faults.isEmpty()
        ? new Loaded(names.values().stream().map(StaticEntry.Builder::build).toList(), List.of())
        : new Loaded(List.of(), List.copyOf(faults));
  }

  private static @Nullable Record next(Master master) throws IOException {
    return master.nextRecord();
  }

  private void add(Record record, int line) {
    byte[] owner = record.getName().toWireCanonical();
    String name = WireName.text(owner);
    String refusal = refusal(record, owner, name);
    if (refusal != null) {
      faults.add(
          file + ":" + line + ": " + name + " " + Type.string(record.getType()) + " " + refusal);
      return;
    }
    types.computeIfAbsent(name, key -> new TreeSet<>()).add(record.getType());
    names
        .computeIfAbsent(name, key -> new StaticEntry.Builder(owner, zone))
        .add(
            record.getType(),
            Records.of(record.getType(), record.getTTL(), record.rdataToWireCanonical()));
  }

  private @Nullable String refusal(Record record, byte[] owner, String name) {
    if (record.getDClass() != DClass.IN) {
      return "is not of class IN";
    }
    if (!zone.contains(owner)) {
      return "lies outside of the zone " + zone;
    }
    if (record.getName().isWild()) {
      return "is a wildcard, which is not served";
    }
    if (record.getType() == RecordType.SOA
        || zone.isApex(owner) && record.getType() == RecordType.NS) {
      return "belongs in the configuration (waymark.dns.zones), not in the file";
    }
    if (record.getType() == RecordType.NS) {
      return "is a delegation, which is not served";
    }
    if (!ACCEPTED.contains(record.getType())) {
      return "is not one of the types served from a file: A, AAAA, CNAME, MX, TXT, CAA, SRV";
    }
    if (zone.isApex(owner) && record.getType() == RecordType.CNAME) {
      return "cannot stand beside the SOA and NS records of the apex";
    }
    return taken.contains(name) ? "is answered by a profile or a name server's address" : null;
  }

  /** Counts the lines that the parser has taken. */
  private static final class LineCounter extends BufferedInputStream {
    private int line;

    LineCounter(InputStream in) {
      super(in);
    }

    @Override
    public synchronized int read() throws IOException {
      int octet = super.read();
      if (octet == '\n') {
        line++;
      }
      return octet;
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) throws IOException {
      // One at a time, so that no line is counted before the parser has seen its end.
      int octet = length == 0 ? 0 : read();
      if (length == 0 || octet < 0) {
        return octet;
      }
      into[offset] = (byte) octet;
      return 1;
    }
  }
}

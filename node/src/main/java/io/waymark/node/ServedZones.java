package io.waymark.node;

import io.waymark.node.dns.Entry;
import io.waymark.node.dns.StaticEntry;
import io.waymark.node.dns.Zone;
import io.waymark.node.dns.ZoneFile;
import io.waymark.node.dns.Zones;
import io.waymark.node.settings.NodeSettings;
import io.waymark.protocol.dns.RecordType;
import io.waymark.protocol.dns.Records;
import io.waymark.protocol.dns.WireName;
import io.waymark.protocol.net.IpAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the configuration alone makes of each zone: its apex with SOA and NS, the addresses of its
 * name servers, and the static records of its file.
 *
 * @param entries the names that no profile may have
 * @param hash of everything the zones were made from, 16 hexadecimal digits: nodes with one hash
 *     answer alike where no profile does
 */
public record ServedZones(Zones zones, List<Entry> entries, String hash) {
  /** Of NS records and name servers' addresses, which change as seldom as the configuration. */
  private static final long INFRASTRUCTURE_TTL = 3_600;

  /**
   * Loads every zone.
   *
   * @param profileNames the names that profiles answer, without trailing dot
   * @throws StartException with every fault of every zone file, a line each
   */
  public static ServedZones load(List<NodeSettings.Zone> settings, Set<String> profileNames)
      throws StartException {
    List<Zone> zones = new ArrayList<>();
    Map<String, StaticEntry> entries = new LinkedHashMap<>();
    List<String> faults = new ArrayList<>();
    for (NodeSettings.Zone one : settings) {
      Zone zone = zone(one);
      zones.add(zone);
      List<StaticEntry> infrastructure = infrastructure(one, zone);
      infrastructure.forEach(entry -> entries.put(WireName.text(entry.name()), entry));
      if (one.file() != null) {
        Set<String> taken = new HashSet<>();
        profileNames.forEach(name -> taken.add(name.toLowerCase(Locale.ROOT)));
        infrastructure.stream()
            .filter(entry -> !zone.isApex(entry.name()))
            .forEach(entry -> taken.add(WireName.text(entry.name())));
        ZoneFile.Loaded loaded = ZoneFile.load(one.file(), zone, taken);
        faults.addAll(loaded.faults());
        // What a file says of the apex joins what the configuration says.
        loaded
            .entries()
            .forEach(entry -> entries.merge(WireName.text(entry.name()), entry, StaticEntry::with));
      }
    }
    if (!faults.isEmpty()) {
      throw new StartException(String.join(System.lineSeparator(), faults));
    }
    return new ServedZones(new Zones(zones), List.copyOf(entries.values()), hash(settings));
  }

  private static String hash(List<NodeSettings.Zone> settings) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (NodeSettings.Zone zone : settings) {
        String told =
            String.join(
                "\n",
                zone.name(),
                zone.ns().toString(),
                new TreeMap<>(zone.nsAddresses()).toString(),
                zone.hostmaster(),
                zone.negativeTtl() + "\n");
        sha256.update(told.getBytes(StandardCharsets.UTF_8));
        if (zone.file() != null) {
          sha256.update(Files.readAllBytes(zone.file()));
        }
      }
      return HexFormat.of().formatHex(sha256.digest(), 0, Long.BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    } catch (IOException e) {
      // It was read a moment ago; only the comparison between nodes suffers.
      return "";
    }
  }

  private static Zone zone(NodeSettings.Zone settings) {
    List<byte[]> addresses = new ArrayList<>();
    settings
        .nsAddresses()
        .forEach((name, list) ->
            list.forEach(address ->
                addresses.add(
                    Records.withOwner(
                        WireName.of(name), Records.address(INFRASTRUCTURE_TTL, address)))));
    return new Zone(
        WireName.of(settings.name()),
        WireName.of(settings.ns().getFirst()),
        WireName.of(settings.hostmaster()),
        1,
        settings.negativeTtl(),
        addresses);
  }

  private static List<StaticEntry> infrastructure(NodeSettings.Zone settings, Zone zone) {
    List<StaticEntry> entries = new ArrayList<>();
    StaticEntry.Builder apex =
        new StaticEntry.Builder(zone.apex(), zone).add(RecordType.SOA, zone.soa());
    for (String ns : settings.ns()) {
      apex.add(RecordType.NS, Records.ns(INFRASTRUCTURE_TTL, WireName.of(ns)));
    }
    addAddresses(apex, settings.nsAddresses().getOrDefault(settings.name(), List.of()));
    entries.add(apex.build());
    settings
        .nsAddresses()
        .forEach((name, addresses) -> {
          if (!name.equals(settings.name())) {
            StaticEntry.Builder host = new StaticEntry.Builder(WireName.of(name), zone);
            addAddresses(host, addresses);
            entries.add(host.build());
          }
        });
    return entries;
  }

  private static void addAddresses(StaticEntry.Builder host, List<IpAddress> addresses) {
    for (IpAddress address : addresses) {
      host.add(
          address.v6() ? RecordType.AAAA : RecordType.A,
          Records.address(INFRASTRUCTURE_TTL, address));
    }
  }

  /** The names that no profile may have, without trailing dot. */
  Set<String> reservedNames() {
    Set<String> names = new HashSet<>();
    entries.forEach(entry -> names.add(WireName.text(entry.name())));
    return names;
  }
}

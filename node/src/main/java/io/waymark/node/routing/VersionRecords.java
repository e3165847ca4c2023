package io.waymark.node.routing;

import io.waymark.node.dns.Entry;
import io.waymark.node.dns.StaticEntry;
import io.waymark.node.dns.Zone;
import io.waymark.protocol.dns.RecordClass;
import io.waymark.protocol.dns.RecordType;
import io.waymark.protocol.dns.Records;
import io.waymark.protocol.dns.WireName;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * The records by which one sees from outside what a node answers from: the serial of each zone's
 * SOA, and, where the operator wants it, TXT records at {@code _waymark.<zone>}.
 */
public final class VersionRecords {
  /** What a node answers from; the serial never goes back while a node runs. */
  public record Version(int serial, String configHash) {}

  /** The first label of the name that tells versions. */
  public static final String LABEL = "_waymark";

  private final List<StaticEntry> apexes;
  private final boolean published;
  private final Supplier<Version> version;
  private Version told = new Version(0, "");
  private long toldTable = -1;

  /**
   * @param fixed entries that no profile makes, each zone's apex among them
   * @param published whether {@code _waymark.<zone>} is answered
   */
  public VersionRecords(
      Collection<? extends Entry> fixed, boolean published, Supplier<Version> version) {
    this.apexes =
        fixed.stream()
            .filter(entry -> entry.zone().isApex(entry.name()))
            .map(StaticEntry.class::cast)
            .toList();
    this.published = published;
    this.version = version;
  }

  /** Publishes what has changed since the last time. For the thread that owns the publisher. */
  public void refresh(Publisher publisher) {
    Version now = version.get();
    if (now.serial() != told.serial()) {
      for (StaticEntry apex : apexes) {
        publisher.fixed(apex.replacing(RecordType.SOA, apex.zone().serial(now.serial())));
      }
    }
    long table = publisher.table().version();
    if (published && (!now.equals(told) || table != toldTable)) {
      for (StaticEntry apex : apexes) {
        publisher.fixed(text(apex.zone(), now.configHash(), table));
      }
      toldTable = publisher.table().version();
    }
    told = now;
  }

  private static StaticEntry text(Zone zone, String configHash, long table) {
    byte[] name = WireName.of(LABEL + "." + WireName.text(zone.apex()));
    String text = "config=" + configHash + " table=" + table;
    return new StaticEntry.Builder(name, zone)
        .add(RecordType.TXT, Records.txt(RecordClass.IN, 0, text))
        .build();
  }
}

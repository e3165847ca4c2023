package io.waymark.node;

import io.waymark.node.dns.Entry;
import io.waymark.node.dns.StaticEntry;
import io.waymark.node.dns.Zone;
import io.waymark.node.dns.Zones;
import io.waymark.node.settings.NodeSettings;
import io.waymark.protocol.dns.RecordType;
import io.waymark.protocol.dns.Records;
import io.waymark.protocol.dns.WireName;
import io.waymark.protocol.net.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the configuration alone makes of each zone: its apex with SOA and NS, and the addresses of
 * its name servers.
 *
 * @param entries the names that no profile may have
 */
record ServedZones(Zones zones, List<Entry> entries) {
  /** Of NS records and name servers' addresses, which change as seldom as the configuration. */
  private static final long INFRASTRUCTURE_TTL = 3_600;

  static ServedZones of(List<NodeSettings.Zone> settings) {
    List<Zone> zones = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    for (NodeSettings.Zone one : settings) {
      Zone zone =
          new Zone(
              WireName.of(one.name()),
              WireName.of(one.ns().getFirst()),
              WireName.of(one.hostmaster()),
              1,
              one.negativeTtl());
      zones.add(zone);
      StaticEntry.Builder apex =
          new StaticEntry.Builder(zone.apex(), zone).add(RecordType.SOA, zone.soa());
      one.ns()
          .forEach(ns -> apex.add(RecordType.NS, Records.ns(INFRASTRUCTURE_TTL, WireName.of(ns))));
      addAddresses(apex, one.nsAddresses().getOrDefault(one.name(), List.of()));
      entries.add(apex.build());
      one.nsAddresses()
          .forEach((name, addresses) -> {
            if (!name.equals(one.name())) {
              StaticEntry.Builder host = new StaticEntry.Builder(WireName.of(name), zone);
              addAddresses(host, addresses);
              entries.add(host.build());
            }
          });
    }
    return new ServedZones(new Zones(zones), List.copyOf(entries));
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

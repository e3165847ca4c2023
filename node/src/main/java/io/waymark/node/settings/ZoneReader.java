package io.waymark.node.settings;

import io.waymark.node.settings.NodeSettings.Zone;
import io.waymark.protocol.net.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads {@code waymark.dns.zones}. */
final class ZoneReader {
  /** RFC 2181 section 8: a TTL has 31 bits. */
  private static final long TTL_MAX = 2_147_483_647;

  private static final long NEGATIVE_TTL = 30;

  private final FileLookup files;

  ZoneReader(FileLookup files) {
    this.files = files;
  }

  List<Zone> zones(Block dns) {
    List<Zone> zones = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Block block : dns.blocks("zones")) {
      Zone zone = zone(block);
      zones.add(zone);
      if (!names.add(zone.name()) && !meanwhile(zone.name())) {
        block.fault("name", zone.name(), "must not be the name of two zones");
      }
    }
    return List.copyOf(zones);
  }

  private Zone zone(Block block) {
    String name = block.required("name", Forms.DOMAIN_NAME);
    List<String> ns = block.list("ns", Forms.DOMAIN_NAME);
    if (ns.isEmpty()) {
      block.fault("ns", "none", "must name at least one name server, such as ns1.tm.example");
    }
    if (new HashSet<>(ns).size() < ns.size() && ns.stream().noneMatch(ZoneReader::meanwhile)) {
      block.fault("ns", String.join(", ", ns), "must not name a name server twice");
    }
    Map<String, List<IpAddress>> addresses = addresses(block, name, ns);
    String hostmaster = block.optional("hostmaster", Forms.MAILBOX);
    Long negativeTtl = block.optional("negative-ttl", Forms.seconds(TTL_MAX));
    Zone zone =
        new Zone(
            name,
            ns,
            addresses,
            hostmaster == null ? "hostmaster." + name : hostmaster,
            Objects.requireNonNullElse(negativeTtl, NEGATIVE_TTL),
            block.optional("file", files.file()));
    block.end();
    return zone;
  }

  private static Map<String, List<IpAddress>> addresses(Block block, String zone, List<String> ns) {
    Map<String, List<IpAddress>> addresses = new LinkedHashMap<>();
    block
        .listsByName("ns-addresses", Forms.ADDRESS)
        .forEach((key, list) -> {
          String name = Forms.domainName(key);
          if (name == null || !ns.contains(name) || !within(zone, name)) {
            block.fault(
                "ns-addresses",
                key,
                "must name name servers that stand in ns and lie in the zone " + zone);
          } else if (addresses.putIfAbsent(name, list) != null) {
            block.fault("ns-addresses", key, "must not name a name server twice");
          }
        });
    for (String name : ns) {
      if (within(zone, name) && addresses.getOrDefault(name, List.of()).isEmpty()) {
        block.warning(
            "ns-addresses",
            name,
            "should give its addresses: it lies in the zone, so nobody else can");
      }
    }
    return Map.copyOf(addresses);
  }

  private static boolean within(String zone, String name) {
    return name.equals(zone) || name.endsWith("." + zone);
  }

  /** Whether the name only stands in for a faulty one. */
  private static boolean meanwhile(String name) {
    return name.equals(Forms.DOMAIN_NAME.meanwhile());
  }
}

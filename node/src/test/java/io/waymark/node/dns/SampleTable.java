package io.waymark.node.dns;

import io.waymark.node.settings.NodeSettings;
import io.waymark.protocol.dns.RecordType;
import io.waymark.protocol.dns.Records;
import io.waymark.protocol.dns.WireName;
import io.waymark.protocol.health.Statuses;
import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.location.LocationIndex;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.profile.Affinity;
import io.waymark.protocol.profile.DnsConfig;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.EndpointType;
import io.waymark.protocol.profile.MonitorConfig;
import io.waymark.protocol.profile.OnAllDown;
import io.waymark.protocol.profile.ProbeProtocol;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.Quorum;
import io.waymark.protocol.profile.RoutingMethod;
import io.waymark.protocol.profile.SubnetRange;
import io.waymark.protocol.routing.Compiled;
import io.waymark.protocol.routing.NearestRegions;
import io.waymark.protocol.routing.PlanBuilder;
import java.time.Duration;
import java.util.List;

/** A table filled by hand: zone {@code tm.example} and a few profiles that are never probed. */
final class SampleTable {
  static final Zone ZONE =
      new Zone(
          WireName.of("tm.example"),
          WireName.of("ns1.tm.example"),
          WireName.of("hostmaster.tm.example"),
          1,
          30);

  final AnswerTable table = new AnswerTable();
  final Zones zones = new Zones(List.of(ZONE));

  SampleTable() {
    table.put(
        new StaticEntry.Builder(ZONE.apex, ZONE)
            .add(RecordType.SOA, ZONE.soa)
            .add(RecordType.NS, Records.ns(3600, WireName.of("ns1.tm.example")))
            .build());
    table.put(
        new StaticEntry.Builder(WireName.of("ns1.tm.example"), ZONE)
            .add(RecordType.A, Records.address(3600, IpAddress.parse("192.0.2.53")))
            .build());
  }

  /** Publishes a profile with these targets; weights and priorities count up from 1. */
  void profile(String name, RoutingMethod method, String... targets) {
    List<Endpoint> endpoints = new java.util.ArrayList<>();
    for (String target : targets) {
      int number = endpoints.size() + 1;
      endpoints.add(
          new Endpoint(
              "e" + number,
              EndpointType.EXTERNAL,
              target,
              true,
              true,
              number,
              number,
              null,
              List.of(),
              List.of(),
              List.of(),
              1,
              0,
              0));
    }
    put(name, method, endpoints, LocationIndex.EMPTY);
  }

  /**
   * Publishes a profile with three endpoints of which the client decides: 192.0.2.1 and .2 in one
   * region, 192.0.2.3 in another; each has a code and, but for the last, a range.
   */
  void byClient(String name, RoutingMethod method, LocationIndex places) {
    List<Endpoint> endpoints = new java.util.ArrayList<>();
    List<String> codes = List.of("WORLD", "GEO-EU", "ES");
    for (int i = 0; i < 3; i++) {
      endpoints.add(
          new Endpoint(
              "e" + i,
              EndpointType.EXTERNAL,
              "192.0.2." + (i + 1),
              true,
              true,
              1,
              i + 1,
              i == 2 ? "eu" : "us",
              List.of(codes.get(i)),
              i == 2
                  ? List.of()
                  : List.of(new SubnetRange(IpAddress.v4(0x0a00_0000 + (i << 16)), null, 24)),
              List.of(),
              1,
              0,
              0));
    }
    put(name, method, endpoints, places);
  }

  private void put(
      String name, RoutingMethod method, List<Endpoint> endpoints, LocationIndex places) {
    Profile profile =
        new Profile(
            name,
            new DnsConfig(name, "tm.example", 30),
            true,
            method,
            2,
            Affinity.NONE,
            OnAllDown.ALL,
            Quorum.DEFAULT,
            3,
            new MonitorConfig(
                ProbeProtocol.HTTP, 80, "/", 30, 10, 3, 1, false, List.of(), List.of()),
            endpoints);
    Statuses statuses = new Statuses(child -> null, id -> Verdict.CHECKING);
    Compiled compiled = PlanBuilder.compile(profile, statuses, new NearestRegions(places));
    table.put(ProfileEntry.of(profile, ZONE, compiled, false));
  }

  /** Settings that listen on a free port of these addresses. */
  static NodeSettings.Dns settings(NodeSettings.UdpLoop loop, String... addresses) {
    List<NodeSettings.Listen> listen =
        java.util.Arrays.stream(addresses)
            .map(address -> new NodeSettings.Listen(IpAddress.parse(address), 0))
            .toList();
    return new NodeSettings.Dns(listen, 2, loop, "eu-1", false, Duration.ZERO, List.of());
  }
}

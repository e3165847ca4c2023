package io.waymark.simulation.bench;

import io.waymark.node.dns.AnswerTable;
import io.waymark.node.dns.DataPlane;
import io.waymark.node.dns.ProfileEntry;
import io.waymark.node.dns.Zone;
import io.waymark.node.dns.Zones;
import io.waymark.node.settings.NodeSettings;
import io.waymark.protocol.dns.WireName;
import io.waymark.protocol.health.Statuses;
import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.profile.Defaults;
import io.waymark.protocol.profile.Parsed;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.ProfileDocument;
import io.waymark.protocol.routing.PlanBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The data plane by itself, over a table filled without any actor. */
final class TableServer {
  private TableServer() {}

  /**
   * @param args the port on 127.0.0.1; the number of profiles
   */
  public static void main(String[] args) throws IOException {
    Zone zone =
        new Zone(
            WireName.of(Workload.ZONE),
            WireName.of("ns1." + Workload.ZONE),
            WireName.of("hostmaster." + Workload.ZONE),
            1,
            30);
    AnswerTable table = new AnswerTable();
    Statuses statuses = new Statuses(child -> null, id -> Verdict.CHECKING);
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      Profile profile = profile(i);
      table.put(ProfileEntry.of(profile, zone, PlanBuilder.compile(profile, statuses), false));
    }
    var listen = new NodeSettings.Listen(IpAddress.parse("127.0.0.1"), Integer.parseInt(args[0]));
    var settings =
        new NodeSettings.Dns(
            List.of(listen), 1, NodeSettings.UdpLoop.AUTO, "", false, Duration.ZERO, List.of());
    DataPlane.start(table, new Zones(List.of(zone)), settings);
    Gauges.serve();
  }

  private static Profile profile(int number) {
    return switch (ProfileDocument.parse(Workload.document(number), new Defaults(null, null))) {
      case Parsed.Valid(Profile profile) -> profile;
      case Parsed.Invalid(var violations) -> throw new IllegalStateException(violations.toString());
    };
  }
}

package io.waymark.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.node.settings.NodeSettings;
import io.waymark.protocol.net.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Three nodes that see one site differently: each resolves names its own way, and to some of them a
 * name leads to where nobody listens.
 */
final class Vantages implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<TestAuthority> authorities = new ArrayList<>();
  private final ServerSocket site;
  final RunningFleet fleet;

  /** Starts them; {@code none}, {@code one} and {@code two} are names by how many see it down. */
  Vantages(Path data) throws Exception {
    site = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofVirtual().start(this::serve);
    for (int node = 0; node < RunningFleet.NAMES.size(); node++) {
      authorities.add(
          TestAuthority.start()
              .zone(
                  "site.example",
                  record("none", true),
                  record("one", node > 0),
                  record("two", node > 1)));
    }
    fleet =
        new RunningFleet(
            data,
            node ->
                new NodeSettings.Prober(
                    true,
                    true,
                    List.of(),
                    List.of(),
                    List.of(
                        new NodeSettings.Listen(
                            IpAddress.parse("127.0.0.1"),
                            authorities.get(node).address().getPort()))));
    for (String name : List.of("none", "one", "two")) {
      String document =
          """
          {"dnsConfig": {"ttl": 1}, "trafficRoutingMethod": "Priority",
           "monitorConfig": {"protocol": "TCP", "port": %d, "intervalInSeconds": 1,
                             "timeoutInSeconds": 1, "toleratedNumberOfFailures": 0},
           "endpoints": [{"name": "site", "target": "%s.site.example", "type": "External"}]}
          """
              .formatted(site.getLocalPort(), name);
      int status = fleet.node(0).http("PUT", "/v1/profiles/" + name, document).statusCode();
      if (status != 201) {
        throw new IllegalStateException(name + ": " + status);
      }
    }
  }

  private static String record(String name, boolean up) {
    return name + " 1 IN A " + (up ? "127.0.0.1" : "127.0.0.99");
  }

  private void serve() {
    while (!site.isClosed()) {
      try {
        site.accept().close();
      } catch (IOException e) {
        return;
      }
    }
  }

  /** What a node knows of the site under that name. */
  JsonNode known(RunningNode node, String name) {
    try {
      return JSON.readTree(node.get("/v1/profiles/" + name + "/health")).at("/endpoints/0");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The votes a node lists, as in {@code eu-1 Up}. */
  List<String> votes(RunningNode node, String name) {
    JsonNode votes = known(node, name).path("votes");
    return IntStream.range(0, votes.size())
        .mapToObj(i -> votes.at("/" + i + "/node").asText() + " " + vote(votes.get(i)))
        .toList();
  }

  private static String vote(JsonNode vote) {
    return vote.path("vote").asText();
  }

  String status(RunningNode node, String name) {
    return known(node, name).path("endpointMonitorStatus").asText();
  }

  /** Waits until every node that runs lists exactly these votes. */
  void awaitVotes(String name, String... votes) {
    for (RunningNode node : fleet.nodes()) {
      RunningNode.await(
          "the votes on " + name + " are " + List.of(votes),
          () -> votes(node, name).equals(List.of(votes)));
    }
  }

  @Override
  public void close() throws IOException {
    fleet.close();
    authorities.forEach(TestAuthority::close);
    site.close();
  }
}

package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.node.settings.NodeSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node that loses its uplink, as far as its canary can tell, and gets it back. */
final class CanariesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path data;

  private static ServerSocket canary(int port) throws IOException {
    ServerSocket canary = new ServerSocket();
    canary.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    return canary;
  }

  private static NodeSettings watching(NodeSettings was, int canary) {
    return new NodeSettings(
        was.node(),
        was.dns(),
        was.fleet(),
        was.admin(),
        new NodeSettings.Prober(true, true, List.of(), List.of("127.0.0.1:" + canary), List.of()),
        was.location(),
        was.log());
  }

  @Test
  void aNodeWithoutUplinkBelievesWhatItLastBelieved() throws Exception {
    int port;
    try (ServerSocket closed = canary(0)) {
      port = closed.getLocalPort();
    }
    try (Sites sites = new Sites();
        RunningNode running = new RunningNode(data, watching(RunningNode.settings(data), port))) {
      String profile =
          """
          {"trafficRoutingMethod": "Priority", "dnsConfig": {"ttl": 1},
           "monitorConfig": {"protocol": "HTTP", "port": %d, "path": "/health",
                             "intervalInSeconds": 1, "timeoutInSeconds": 1,
                             "toleratedNumberOfFailures": 0},
           "endpoints": [{"name": "us", "type": "External", "target": "%s", "priority": 1},
                         {"name": "eu", "type": "External", "target": "%s", "priority": 2}]}
          """
              .formatted(sites.port(), sites.address("us"), sites.address("eu"));
      assertThat(running.http("PUT", "/v1/profiles/shop", profile).statusCode()).isEqualTo(201);
      running.awaitAnswer("shop.tm.example", sites.address("us"));
      RunningNode.await("the uplink is suspect", () -> suspect(running) == 1);

      sites.allAnswer(503);
      RunningNode.await("probes fail", () -> sites.probes("us", 503) > 2);
      JsonNode us = health(running).at("/endpoints/0");
      assertThat(us.path("endpointMonitorStatus").asText()).isEqualTo("Online");
      assertThat(us.path("frozen").asBoolean()).isTrue();
      assertThat(us.at("/votes/0/vote").asText()).isEqualTo("Up");
      assertThat(us.at("/votes/0/reason").asText())
          .startsWith(
              "vote withdrawn, this node's uplink is suspect: every canary fails: 127.0.0.1:")
          .endsWith("(connection refused); last probe: status 503, expected 200");
      running.awaitAnswer("shop.tm.example", sites.address("us"));
      assertThat(running.extendedError("shop.tm.example")).as("stale answer").isEqualTo(19);

      sites.answer("eu", 200);
      try (ServerSocket open = canary(port)) {
        RunningNode.await("the uplink is trusted", () -> suspect(running) == 0);
        running.awaitAnswer("shop.tm.example", sites.address("eu"));
        RunningNode.await("nothing is stale", () -> extendedError(running) == -1);
        assertThat(health(running).at("/endpoints/0/endpointMonitorStatus").asText())
            .isEqualTo("Degraded");
        assertThat(open.isBound()).isTrue();
      }
    }
  }

  private static int extendedError(RunningNode running) {
    try {
      return running.extendedError("shop.tm.example");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode health(RunningNode running) throws Exception {
    return JSON.readTree(running.http("GET", "/v1/profiles/shop/health", "").body());
  }

  private static int suspect(RunningNode running) {
    try {
      return running
          .http("GET", "/metrics", "")
          .body()
          .lines()
          .filter(line -> line.startsWith("waymark_uplink_suspect "))
          .mapToInt(line -> (int) Double.parseDouble(line.split(" ", 2)[1]))
          .findFirst()
          .orElseThrow();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}

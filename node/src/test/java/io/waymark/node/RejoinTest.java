package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/** Nodes that come back, to what happened meanwhile. */
final class RejoinTest {
  @TempDir static Path data;

  private static RunningFleet fleet;

  @BeforeAll
  static void start() throws Exception {
    fleet = new RunningFleet(data, node -> RunningFleet.probing());
  }

  @AfterAll
  static void stop() {
    if (fleet != null) {
      fleet.close();
    }
  }

  private static HttpResponse<String> put(int node, String profile, String target, String wait)
      throws Exception {
    String document =
        """
        {"dnsConfig": {"ttl": 1}, "trafficRoutingMethod": "Priority",
         "monitorConfig": {"protocol": "TCP", "port": 80},
         "endpoints": [
           {"name": "a", "target": "%s", "type": "External", "alwaysServe": "Enabled"}]}
        """
            .formatted(target);
    return fleet.node(node).http("PUT", "/v1/profiles/" + profile + "?wait=" + wait, document);
  }

  private static void edited(HttpResponse<String> reply, int status, String replicated) {
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
    assertThat(reply.headers().firstValue("Waymark-Replicated")).contains(replicated);
  }

  /** One profile that stays, and one that goes. */
  private static void before(String name) throws Exception {
    edited(put(0, name, "192.0.2.1", "all"), 201, "3/3");
    edited(put(1, name + "-gone", "192.0.2.1", "all"), 201, "3/3");
  }

  /** An edit, a deletion and a creation, through the first node. */
  private static void meanwhile(String name) throws Exception {
    assertThat(put(0, name, "192.0.2.2", "local").statusCode()).isEqualTo(200);
    assertThat(put(0, name + "-new", "192.0.2.3", "local").statusCode()).isEqualTo(201);
    assertThat(
            fleet
                .node(0)
                .http("DELETE", "/v1/profiles/" + name + "-gone?wait=local", "")
                .statusCode())
        .isEqualTo(204);
  }

  private static void assertCaughtUp(int node, String name) throws IOException {
    RunningNode back = fleet.node(node);
    back.awaitAnswer(name + ".tm.example", "192.0.2.2");
    back.awaitAnswer(name + "-new.tm.example", "192.0.2.3");
    back.awaitAnswer(name + "-gone.tm.example", "NXDOMAIN");
  }

  private static void wipe(int node) throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve(RunningFleet.NAMES.get(node)))) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }

  @Test
  void aNodeThatComesBackCatchesUpAndTakesEditsAgain() throws Exception {
    before("back");
    fleet.stop(2);
    meanwhile("back");
    fleet.start(2);
    assertCaughtUp(2, "back");
    fleet.awaitAllHeard(3);
    edited(put(2, "back", "192.0.2.9", "all"), 200, "3/3");
    for (RunningNode node : fleet.nodes()) {
      assertThat(node.dig("back.tm.example", Type.A)).isEqualTo("192.0.2.9");
    }
  }

  @Test
  void aNodeThatLostItsDataIsGivenEverything() throws Exception {
    before("wiped");
    fleet.stop(1);
    wipe(1);
    meanwhile("wiped");
    fleet.start(1);
    assertCaughtUp(1, "wiped");
    fleet.awaitAllHeard(3);
    edited(put(1, "wiped", "192.0.2.9", "all"), 200, "3/3");
    edited(put(0, "wiped", "192.0.2.10", "all"), 200, "3/3");
    for (RunningNode node : fleet.nodes()) {
      assertThat(node.dig("wiped.tm.example", Type.A)).isEqualTo("192.0.2.10");
    }
  }

  @Test
  void aNodeComesBackAlsoWhileAnotherIsStopped() throws Exception {
    before("twice");
    fleet.stop(1);
    fleet.stop(2);
    meanwhile("twice");
    fleet.start(2);
    assertCaughtUp(2, "twice");
    fleet.awaitAllHeard(2);
    edited(put(2, "twice", "192.0.2.4", "majority"), 200, "2/3");
    fleet.start(1);
    fleet.awaitAllHeard(3);
    fleet.node(1).awaitAnswer("twice.tm.example", "192.0.2.4");
    edited(put(1, "twice", "192.0.2.9", "all"), 200, "3/3");
  }
}

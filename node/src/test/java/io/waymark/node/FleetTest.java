package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/** Three whole nodes that agree, through what their users see. */
final class FleetTest {
  private static final String ALWAYS =
      """
      {"dnsConfig": {"ttl": %d}, "trafficRoutingMethod": "Priority",
       "monitorConfig": {"protocol": "TCP", "port": 80},
       "endpoints": [{"name": "a", "target": "%s", "type": "External", "alwaysServe": "Enabled"}]}
      """;

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

  private static String etag(RunningNode node, String profile) throws Exception {
    return node.http("GET", "/v1/profiles/" + profile, "")
        .headers()
        .firstValue("ETag")
        .orElseThrow();
  }

  @Test
  void anEditThroughAnyNodeIsInTheAnswersOfAllOnceItSaysSo() throws Exception {
    for (int round = 0; round < 12; round++) {
      String target = "192.0.2." + (round + 1);
      HttpResponse<String> reply =
          fleet
              .node(round % 3)
              .http("PUT", "/v1/profiles/shop?wait=all", ALWAYS.formatted(30, target));
      assertThat(reply.statusCode()).as(reply.body()).isEqualTo(round == 0 ? 201 : 200);
      assertThat(reply.headers().firstValue("Waymark-Replicated")).contains("3/3");
      for (RunningNode node : fleet.nodes()) {
        assertThat(node.dig("shop.tm.example", Type.A)).isEqualTo(target);
      }
    }
  }

  @Test
  void whatIsDeletedIsGoneEverywhereAndItsNameIsFreeAgain() throws Exception {
    fleet.node(0).http("PUT", "/v1/profiles/fleeting?wait=all", ALWAYS.formatted(30, "192.0.2.1"));
    HttpResponse<String> reply = fleet.node(1).http("DELETE", "/v1/profiles/fleeting?wait=all", "");
    assertThat(reply.statusCode()).isEqualTo(204);
    for (RunningNode node : fleet.nodes()) {
      assertThat(node.dig("fleeting.tm.example", Type.A)).isEqualTo("NXDOMAIN");
    }
    reply =
        fleet
            .node(2)
            .http("PUT", "/v1/profiles/fleeting?wait=all", ALWAYS.formatted(30, "192.0.2.2"));
    assertThat(reply.statusCode()).isEqualTo(201);
    for (RunningNode node : fleet.nodes()) {
      assertThat(node.dig("fleeting.tm.example", Type.A)).isEqualTo("192.0.2.2");
    }
  }

  @Test
  void refusalsComeBackFromWhereverTheEditBelongs() throws Exception {
    for (int i = 0; i < 6; i++) {
      for (RunningNode node : fleet.nodes()) {
        HttpResponse<String> reply =
            node.http("PUT", "/v1/profiles/wrong" + i, ALWAYS.formatted(-1, "192.0.2.1"));
        assertThat(reply.statusCode()).isEqualTo(422);
        assertThat(reply.body()).contains("dnsConfig.ttl");
      }
    }
  }

  @Test
  void ofThreeWhoRaceWithOneEntityTagExactlyOneWins() throws Exception {
    fleet.node(0).http("PUT", "/v1/profiles/race?wait=all", ALWAYS.formatted(1, "192.0.2.1"));
    try (ExecutorService racers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 200; round++) {
        String tag = etag(fleet.node(round % 3), "race");
        List<Future<Integer>> replies = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          RunningNode node = fleet.node(i);
          String body = "{\"dnsConfig\": {\"ttl\": %d}}".formatted(1000 + 3 * round + i);
          Callable<Integer> racer =
              () ->
                  node.http("PATCH", "/v1/profiles/race?wait=all", body, "If-Match", tag)
                      .statusCode();
          replies.add(racers.submit(racer));
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> reply : replies) {
          statuses.add(reply.get());
        }
        assertThat(statuses).as("round " + round).containsExactlyInAnyOrder(200, 412, 412);
      }
    }
  }

  @Test
  void aTokenMadeOnOneNodeCountsOnAllAndOnceRevokedOnNone() throws Exception {
    HttpResponse<String> made =
        fleet
            .node(1)
            .http("POST", "/v1/tokens?wait=all", "{\"name\": \"ci\", \"role\": \"viewer\"}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(made.headers().firstValue("Waymark-Replicated")).contains("3/3");
    String token = new ObjectMapper().readTree(made.body()).path("token").asText();
    for (RunningNode node : fleet.nodes()) {
      assertThat(node.httpAs(token, "GET", "/v1/profiles", "").statusCode()).isEqualTo(200);
      assertThat(node.httpAs(token, "GET", "/v1/tokens", "").statusCode()).isEqualTo(403);
      assertThat(node.get("/v1/tokens/ci")).contains("\"viewer\"");
    }
    HttpResponse<String> again =
        fleet.node(2).http("POST", "/v1/tokens", "{\"name\": \"CI\", \"role\": \"viewer\"}");
    assertThat(again.statusCode()).as("the name is taken").isEqualTo(409);
    HttpResponse<String> revoked = fleet.node(0).http("DELETE", "/v1/tokens/ci?wait=all", "");
    assertThat(revoked.statusCode()).isEqualTo(204);
    assertThat(revoked.headers().firstValue("Waymark-Replicated")).contains("3/3");
    for (RunningNode node : fleet.nodes()) {
      assertThat(node.httpAs(token, "GET", "/v1/profiles", "").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void theAdminTokenOfEachNodeCountsOnAll() {
    awaitAdminTokens();
  }

  private static void awaitAdminTokens() {
    for (RunningNode of : fleet.nodes()) {
      String token = of.adminToken();
      for (RunningNode at : fleet.nodes()) {
        RunningNode.await(
            "the admin token of one counts on the other",
            () -> at.statusAs(token, "GET", "/v1/tokens") == 200);
      }
    }
  }

  private static double metric(RunningNode node, String name) {
    return node.get("/metrics")
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  private static double metricOfAll(String name) {
    return fleet.nodes().stream().mapToDouble(node -> metric(node, name)).sum();
  }

  @Test
  void editsAndWhatTheySpreadAreCounted() throws Exception {
    awaitAdminTokens(); // which are entities too
    double made = metricOfAll("waymark_edits_made_total");
    double bytes = metricOfAll("waymark_replica_spread_bytes_total{data=\"config\"}");
    double entities = metric(fleet.node(0), "waymark_config_entities");
    for (int node = 0; node < 3; node++) {
      fleet
          .node(node)
          .http("PUT", "/v1/profiles/counted?wait=all", ALWAYS.formatted(60 + node, "192.0.2.1"));
    }
    assertThat(metricOfAll("waymark_edits_made_total") - made).isEqualTo(3);
    assertThat(metricOfAll("waymark_edits_forwarded_total"))
        .as("two of three were not asked of the profile's home")
        .isGreaterThanOrEqualTo(2);
    assertThat(metricOfAll("waymark_replica_spread_bytes_total{data=\"config\"}"))
        .isGreaterThan(bytes);
    for (RunningNode node : fleet.nodes()) {
      assertThat(metric(node, "waymark_fleet_nodes_heard")).isEqualTo(3);
      assertThat(metric(node, "waymark_config_entities")).isEqualTo(entities + 1);
    }
  }

  @Test
  void everyNodeTellsTheSameVersionOfTheConfiguration() throws Exception {
    fleet.node(0).http("PUT", "/v1/profiles/version?wait=all", ALWAYS.formatted(5, "192.0.2.1"));
    RunningNode.await(
        "all nodes tell one hash",
        () -> {
          String[] hashes = fleet.node(1).get("/v1/nodes").split("\"configHash\":\"", -1);
          List<String> told = new ArrayList<>();
          for (int i = 1; i < hashes.length; i++) {
            told.add(hashes[i].substring(0, 16));
          }
          return told.size() == 3 && told.stream().distinct().count() == 1;
        });
  }
}

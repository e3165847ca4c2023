package io.waymark.node.admin;

import static io.waymark.node.admin.ProfileRoutesTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.node.routing.RoutingActor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApplyRoutesTest {
  private static final String FAMILY =
      """
      [{"name": "parent", "trafficRoutingMethod": "Priority",
        "endpoints": [{"name": "c", "type": "Nested", "target": "child"}]},
       {"name": "child", "trafficRoutingMethod": "Weighted",
        "endpoints": [{"name": "eu", "target": "192.0.2.1"}]}]
      """;

  @TempDir Path data;
  private final MemoryStore store = new MemoryStore();
  private TestNode node;

  @BeforeEach
  void start() throws Exception {
    node = TestNode.start(data, store);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void childrenInTheSameBodyCount() throws Exception {
    TestNode.Reply applied = node.call("POST", "/v1/apply", FAMILY);
    assertThat(applied.status()).as(applied.body()).isEqualTo(200);
    assertThat(applied.json().path("created"))
        .extracting(JsonNode::asText)
        .containsExactly("parent", "child");
    assertThat(applied.header("Waymark-Replicated")).isEqualTo("1/1");
    assertThat(store.writes()).isEqualTo(1);
    assertThat(node.published)
        .extracting(RoutingActor.Change::name)
        .containsExactly("child", "parent");
  }

  @Test
  void aFieldThatStandsTwiceIsNamed() throws Exception {
    for (String twice :
        List.of(
            """
            [{"name": "shop", "trafficRoutingMethod": "Priority", "name": "store"}]\
            """,
            """
            {"name": "shop", "dnsConfig": {"zone": "tm.example", "name": 1, "name": 2}}\
            """,
            """
            name: shop
            trafficRoutingMethod: Priority
            name: store
            """)) {
      TestNode.Reply refused = node.call("POST", "/v1/apply", twice);
      assertProblem(refused, 400);
      assertThat(refused.json().path("detail").asText())
          .as(twice)
          .contains("line ")
          .containsIgnoringCase("duplicate field 'name'")
          .doesNotContain("Feature");
    }
    assertThat(store.writes()).isZero();
  }

  @Test
  void whatIsTheSameIsCountedAndWhatIsNotIsShown() throws Exception {
    node.call("POST", "/v1/apply", FAMILY);
    TestNode.Reply applied =
        node.call("POST", "/v1/apply", FAMILY.replace("192.0.2.1", "192.0.2.7"));
    JsonNode report = applied.json();
    assertThat(report.path("created")).isEmpty();
    assertThat(report.path("unchanged").asInt()).isEqualTo(1);
    assertThat(report.at("/changed/0/name").asText()).isEqualTo("child");
    assertThat(report.at("/changed/0/diff/0").toString())
        .isEqualTo(
            "{\"path\":\"endpoints[eu].target\",\"from\":\"192.0.2.1\",\"to\":\"192.0.2.7\"}");
    assertThat(report.path("failed")).isEmpty();
  }

  @Test
  void aDryRunSaysTheSameAndDoesNothing() throws Exception {
    node.call("POST", "/v1/apply", FAMILY);
    String next =
        """
        [{"name": "child", "trafficRoutingMethod": "Weighted", "maxReturn": 3},
         {"name": "other", "trafficRoutingMethod": "Weighted"}]
        """;
    int writes = store.writes();
    JsonNode dry = node.call("POST", "/v1/apply?dryRun=true", next).json();
    assertThat(store.writes()).isEqualTo(writes);
    assertThat(node.call("GET", "/v1/profiles/other", null).status()).isEqualTo(404);
    assertThat(dry.at("/changed/0/diff")).hasSize(2);
    assertThat(node.call("POST", "/v1/apply", next).json()).isEqualTo(dry);
    assertProblem(node.call("POST", "/v1/apply?dryRun=yes", next), 400);
    assertProblem(node.call("POST", "/v1/apply?dryrun=true", next), 400);
  }

  @Test
  void whatLeavesClientsWithoutAnAnswerIsSaidByTheProfilesName() throws Exception {
    String some =
        """
        [{"name": "fine", "trafficRoutingMethod": "Weighted"},
         {"name": "Place", "trafficRoutingMethod": "Geographic", "endpoints": [
           {"name": "all", "target": "192.0.2.1", "geoMapping": ["WORLD"]}]},
         {"name": "office", "trafficRoutingMethod": "Subnet", "endpoints": [
           {"name": "in", "target": "192.0.2.2", "subnets": [{"first": "198.51.100.0", "scope": 24}]}]}]
        """;
    JsonNode dry = node.call("POST", "/v1/apply?dryRun=true", some).json();
    assertThat(dry.path("warnings"))
        .extracting(one -> one.path("name").asText(), one -> one.at("/warnings/0/path").asText())
        .containsExactlyInAnyOrder(
            tuple("Place", "endpoints[0].type"), tuple("office", "endpoints"));
    assertThat(dry.path("warnings").findValuesAsText("message"))
        .anyMatch(message -> message.startsWith("should be Nested: "))
        .anyMatch(message -> message.startsWith("should have an enabled one without subnets: "));

    JsonNode written = node.call("POST", "/v1/apply", some).json();
    assertThat(written).isEqualTo(dry);
    JsonNode again = node.call("POST", "/v1/apply", some).json();
    assertThat(again.path("unchanged").asInt()).isEqualTo(3);
    assertThat(again.path("warnings"))
        .as("as a PUT that changes nothing")
        .isEqualTo(dry.path("warnings"));
    assertThat(node.call("POST", "/v1/apply", FAMILY).json().path("warnings"))
        .as("of what the body names, and no more")
        .isEmpty();
  }

  @Test
  void oneThatIsWrongStopsAll() throws Exception {
    TestNode.Reply refused =
        node.call(
            "POST",
            "/v1/apply",
            """
            [{"name": "good", "trafficRoutingMethod": "Weighted"},
             {"name": "parent", "trafficRoutingMethod": "Priority",
              "endpoints": [{"name": "c", "type": "Nested", "target": "bad"}]},
             {"name": "bad", "trafficRoutingMethod": "Weighted",
              "endpoints": [{"name": "eu", "target": "192.0.2.1", "weight": 0}]},
             {"name": "orphan", "trafficRoutingMethod": "Priority",
              "endpoints": [{"name": "c", "type": "Nested", "target": "nobody"}]}]
            """);
    assertProblem(refused, 422);
    assertThat(refused.json().path("violations").findValuesAsText("path"))
        .containsExactly("[2].endpoints[0].weight", "[3].endpoints[0].target");
    assertThat(refused.json().path("failed"))
        .extracting(JsonNode::asText)
        .containsExactly("bad", "orphan");
    assertThat(store.writes()).isZero();
    assertThat(node.call("GET", "/v1/profiles", null).json().path("profiles")).isEmpty();
  }

  @Test
  void aNameGivenTwiceIsRefused() throws Exception {
    TestNode.Reply refused =
        node.call(
            "POST",
            "/v1/apply",
            """
            [{"name": "shop", "trafficRoutingMethod": "Weighted"},
             {"name": "Shop", "trafficRoutingMethod": "Priority"}]
            """);
    assertProblem(refused, 422);
    assertThat(refused.json().at("/violations/0/path").asText()).isEqualTo("[1].name");
    TestNode.Reply nameless = node.call("POST", "/v1/apply", "[{}, 7]");
    assertProblem(nameless, 422);
    assertThat(nameless.json().path("failed"))
        .extracting(JsonNode::asText)
        .containsExactly("[0]", "[1]");
  }

  @Test
  void aNameInTheDnsThatIsTakenIsAConflict() throws Exception {
    node.call("POST", "/v1/apply", FAMILY);
    TestNode.Reply refused =
        node.call(
            "POST",
            "/v1/apply",
            """
            [{"name": "x", "trafficRoutingMethod": "Weighted",
              "dnsConfig": {"relativeName": "child"}}]
            """);
    assertProblem(refused, 409);
  }

  @Test
  void aYamlStreamIsAsGood() throws Exception {
    String yaml =
        """
        # two profiles
        name: child
        trafficRoutingMethod: weighted
        endpoints:
          - {name: eu, target: 192.0.2.1}
        ---
        name: parent
        trafficRoutingMethod: priority
        endpoints:
          - name: c
            type: nested
            target: child
        ---
        """;
    TestNode.Reply told = node.call("POST", "/v1/apply", yaml, "Content-Type", "application/yaml");
    assertThat(told.status()).as(told.body()).isEqualTo(200);
    assertThat(told.json().path("created")).hasSize(2);
    TestNode.Reply sniffed = node.call("POST", "/v1/apply", yaml);
    assertThat(sniffed.json().path("unchanged").asInt()).isEqualTo(2);
    TestNode.Reply broken = node.call("POST", "/v1/apply", "name: [");
    assertProblem(broken, 400);
    assertThat(broken.json().path("detail").asText()).contains("YAML", "line");
    assertProblem(node.call("POST", "/v1/apply", "a: 1\na: 2\n"), 400);
  }

  @Test
  void pruningDeletesWhatIsNotNamed() throws Exception {
    node.call("POST", "/v1/apply", FAMILY);
    node.call("PUT", "/v1/profiles/old", "{\"trafficRoutingMethod\": \"Weighted\"}");
    String parentOnly =
        """
        [{"name": "parent", "trafficRoutingMethod": "Priority",
          "endpoints": [{"name": "c", "type": "Nested", "target": "child"}]}]
        """;
    assertThat(node.call("POST", "/v1/apply", parentOnly).json().path("deleted")).isEmpty();
    assertProblem(node.call("POST", "/v1/apply?prune=true", parentOnly), 409);
    TestNode.Reply pruned = node.call("POST", "/v1/apply?prune=true", FAMILY);
    assertThat(pruned.status()).as(pruned.body()).isEqualTo(200);
    assertThat(pruned.json().path("deleted")).extracting(JsonNode::asText).containsExactly("old");
    assertThat(node.call("GET", "/v1/profiles/old", null).status()).isEqualTo(404);
    assertProblem(node.call("POST", "/v1/apply?prune=true", "[]"), 422);
    assertThat(node.call("POST", "/v1/apply", "[]").json().path("unchanged").asInt()).isZero();
  }

  @Test
  void appliesAndOtherEditsTakeTurns() throws Exception {
    store.hold();
    CompletableFuture<TestNode.Reply> first = node.callLater("POST", "/v1/apply", FAMILY);
    Conditions.await(() -> store.writes() == 1);
    List<CompletableFuture<TestNode.Reply>> others = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      others.add(node.callLater("POST", "/v1/apply", FAMILY.replace("192.0.2.1", "192.0.2." + i)));
      others.add(
          node.callLater("PUT", "/v1/profiles/p" + i, "{\"trafficRoutingMethod\": \"Weighted\"}"));
    }
    store.release();
    assertThat(first.join().json().path("created")).hasSize(2);
    assertThat(others)
        .extracting(reply -> reply.join().status())
        .allMatch(status -> status == 200 || status == 201);
    assertThat(node.call("GET", "/v1/profiles", null).json().path("profiles")).hasSize(12);
  }
}

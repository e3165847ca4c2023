package io.waymark.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProfileRoutesTest {
  private static final String SHOP =
      """
      {"name": "shop", "trafficRoutingMethod": "Priority",
       "endpoints": [{"name": "eu", "target": "192.0.2.1"}, {"name": "us", "target": "192.0.2.2"}]}
      """;
  private static final String EMPTY = "{\"trafficRoutingMethod\": \"Weighted\"}";

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
  void whatWasPutIsGotAndCanBeDeleted() throws Exception {
    TestNode.Reply created = node.call("PUT", "/v1/profiles/shop", SHOP);
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    assertThat(created.header("Location")).isEqualTo("/v1/profiles/shop");
    assertThat(created.header("ETag")).matches("\"[A-Za-z0-9_-]{16}\"");
    assertThat(created.header("Waymark-Replicated")).isEqualTo("1/1");
    assertThat(created.header("Content-Type")).isEqualTo("application/json");

    TestNode.Reply got = node.call("GET", "/v1/profiles/SHOP", null);
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.json()).isEqualTo(created.json());
    assertThat(got.header("ETag")).isEqualTo(created.header("ETag"));
    assertThat(got.json().at("/dnsConfig/fqdn").asText()).isEqualTo("shop.tm.example");
    assertThat(got.json().at("/profileMonitorStatus").asText()).isEqualTo("CheckingEndpoints");
    assertThat(got.json().at("/endpoints/1/endpointMonitorStatus").asText())
        .isEqualTo("CheckingEndpoint");

    TestNode.Reply deleted = node.call("DELETE", "/v1/profiles/shop", null);
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.body()).isEmpty();
    assertThat(deleted.header("Waymark-Replicated")).isEqualTo("1/1");
    TestNode.Reply gone = node.call("GET", "/v1/profiles/shop", null);
    assertProblem(gone, 404);
    assertThat(node.published)
        .extracting(change -> change.profile() != null)
        .containsExactly(true, false);
  }

  @Test
  void aHeadIsAGetWithoutBody() throws Exception {
    TestNode.Reply put = node.call("PUT", "/v1/profiles/shop", SHOP);
    TestNode.Reply head = node.call("HEAD", "/v1/profiles/shop", null);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.header("ETag")).isEqualTo(put.header("ETag"));
  }

  @Test
  void whatIsPrintedCanBePutAgainAndChangesNothing() throws Exception {
    TestNode.Reply created = node.call("PUT", "/v1/profiles/shop", SHOP);
    int writes = store.writes();
    TestNode.Reply again = node.call("PUT", "/v1/profiles/shop", created.body());
    assertThat(again.status()).as(again.body()).isEqualTo(200);
    assertThat(again.header("ETag")).isEqualTo(created.header("ETag"));
    assertThat(again.json()).isEqualTo(created.json());
    assertThat(store.writes()).isEqualTo(writes);
  }

  @Test
  void aReplacementHasAnotherVersion() throws Exception {
    TestNode.Reply created = node.call("PUT", "/v1/profiles/shop", SHOP);
    TestNode.Reply replaced = node.call("PUT", "/v1/profiles/shop", EMPTY);
    assertThat(replaced.status()).isEqualTo(200);
    assertThat(replaced.json().path("endpoints")).isEmpty();
    assertThat(replaced.header("ETag")).isNotEqualTo(created.header("ETag"));
    assertThat(replaced.header("Location")).isEmpty();
  }

  @Test
  void anExportedEnvelopeIsAccepted() throws Exception {
    TestNode.Reply put =
        node.call(
            "PUT",
            "/v1/profiles/shop",
            """
            {"id": "/some/where/shop", "name": "shop", "location": "global", "tags": {"a": "b"},
             "properties": {"trafficRoutingMethod": "weighted", "profileStatus": "ENABLED"}}
            """);
    assertThat(put.status()).as(put.body()).isEqualTo(201);
    assertThat(put.json().path("trafficRoutingMethod").asText()).isEqualTo("Weighted");
  }

  @Test
  void aPatchMergesAndNullMeansTheDefault() throws Exception {
    node.call("PUT", "/v1/profiles/shop", SHOP);
    TestNode.Reply patched =
        node.call(
            "PATCH",
            "/v1/profiles/shop",
            """
            {"profileStatus": "Disabled", "dnsConfig": {"ttl": 5},
             "monitorConfig": {"intervalInSeconds": 10, "timeoutInSeconds": null}}
            """,
            "Content-Type",
            "application/merge-patch+json");
    assertThat(patched.status()).as(patched.body()).isEqualTo(200);
    JsonNode profile = patched.json();
    assertThat(profile.path("profileStatus").asText()).isEqualTo("Disabled");
    assertThat(profile.path("profileMonitorStatus").asText()).isEqualTo("Disabled");
    assertThat(profile.at("/dnsConfig/ttl").asInt()).isEqualTo(5);
    assertThat(profile.at("/dnsConfig/zone").asText()).isEqualTo("tm.example");
    assertThat(profile.at("/monitorConfig/timeoutInSeconds").asInt()).isEqualTo(9);
    assertThat(profile.path("endpoints")).hasSize(2);
  }

  @Test
  void aPatchOfNothingIsNotFound() throws Exception {
    assertProblem(node.call("PATCH", "/v1/profiles/shop", "{}"), 404);
    assertProblem(node.call("DELETE", "/v1/profiles/shop", null), 404);
  }

  @Test
  void whatIsNotJsonIsRefusedWithItsPlace() throws Exception {
    TestNode.Reply broken = node.call("PUT", "/v1/profiles/shop", "{\n  \"name\": shop }");
    assertProblem(broken, 400);
    assertThat(broken.json().path("detail").asText()).contains("line 2");
    assertProblem(node.call("PUT", "/v1/profiles/shop", ""), 400);
    assertProblem(node.call("PUT", "/v1/profiles/shop", "{} {}"), 400);
    for (String method : List.of("PUT", "PATCH")) {
      TestNode.Reply twice =
          node.call(method, "/v1/profiles/shop", "{\"dnsConfig\": {\"ttl\": 1, \"ttl\": 2}}");
      assertProblem(twice, 400);
      assertThat(twice.json().path("detail").asText()).contains("Duplicate field 'ttl'");
    }
    assertProblem(node.call("PATCH", "/v1/profiles/shop", "nope"), 400);
  }

  @Test
  void anUnknownFieldIsRefusedByItsPath() throws Exception {
    TestNode.Reply refused =
        node.call(
            "PUT",
            "/v1/profiles/shop",
            """
            {"trafficRoutingMethod": "Weighted",
             "endpoints": [{"name": "eu", "target": "192.0.2.1", "wieght": 3}]}
            """);
    assertProblem(refused, 400);
    assertThat(refused.json().at("/violations/0/path").asText()).isEqualTo("endpoints[0].wieght");
  }

  @Test
  void allThatIsWrongIsSaidAtOnceAndNothingIsChanged() throws Exception {
    TestNode.Reply before = node.call("PUT", "/v1/profiles/shop", SHOP);
    TestNode.Reply refused =
        node.call(
            "PUT",
            "/v1/profiles/shop",
            """
            {"trafficRoutingMethod": "Weighted", "maxReturn": 99,
             "endpoints": [{"name": "eu", "target": "127.0.0.1", "weight": 0}]}
            """);
    assertProblem(refused, 422);
    assertThat(refused.json().path("violations").findValuesAsText("path"))
        .contains("maxReturn", "endpoints[0].weight", "endpoints[0].target");
    assertThat(refused.json().path("violations"))
        .allMatch(one -> !one.path("message").asText().isEmpty() && one.has("value"));
    TestNode.Reply after = node.call("GET", "/v1/profiles/shop", null);
    assertThat(after.header("ETag")).isEqualTo(before.header("ETag"));
    assertThat(after.json()).isEqualTo(before.json());
  }

  @Test
  void aDocumentMustBearTheNameItIsAddressedBy() throws Exception {
    TestNode.Reply refused = node.call("PUT", "/v1/profiles/store", SHOP);
    assertProblem(refused, 422);
    assertThat(refused.json().at("/violations/0/path").asText()).isEqualTo("name");
    node.call("PUT", "/v1/profiles/shop", SHOP);
    assertProblem(node.call("PATCH", "/v1/profiles/shop", "{\"name\": \"store\"}"), 422);
  }

  @Test
  void aNameInTheDnsBelongsToOneProfile() throws Exception {
    node.call("PUT", "/v1/profiles/shop", SHOP);
    String same =
        "{\"trafficRoutingMethod\": \"Weighted\", \"dnsConfig\": {\"relativeName\": \"Shop\"}}";
    TestNode.Reply taken = node.call("PUT", "/v1/profiles/store", same);
    assertProblem(taken, 409);
    assertThat(taken.json().at("/violations/0/path").asText()).isEqualTo("dnsConfig.relativeName");
    assertProblem(node.call("PUT", "/v1/profiles/ns1", EMPTY), 409);
    String elsewhere =
        "{\"trafficRoutingMethod\": \"Weighted\", \"dnsConfig\": {\"zone\": \"example\"}}";
    assertProblem(node.call("PUT", "/v1/profiles/store", elsewhere), 422);
  }

  @Test
  void aNestedProfileStaysUntilNobodyNestsIt() throws Exception {
    String parent =
        """
        {"trafficRoutingMethod": "Priority",
         "endpoints": [{"name": "child", "type": "Nested", "target": "shop"}]}
        """;
    assertProblem(node.call("PUT", "/v1/profiles/parent", parent), 422);
    node.call("PUT", "/v1/profiles/shop", SHOP);
    TestNode.Reply put = node.call("PUT", "/v1/profiles/parent", parent);
    assertThat(put.status()).as(put.body()).isEqualTo(201);
    assertThat(put.json().at("/endpoints/0/endpointMonitorStatus").asText())
        .isEqualTo("CheckingEndpoint");
    TestNode.Reply refused = node.call("DELETE", "/v1/profiles/shop", null);
    assertProblem(refused, 409);
    assertThat(refused.body()).contains("parent");
    assertThat(node.call("DELETE", "/v1/profiles/parent", null).status()).isEqualTo(204);
    assertThat(node.call("DELETE", "/v1/profiles/shop", null).status()).isEqualTo(204);
  }

  @Test
  void ifMatchLetsOnlyTheVersionThroughThatWasRead() throws Exception {
    String first = node.call("PUT", "/v1/profiles/shop", SHOP).header("ETag");
    String second = node.call("PUT", "/v1/profiles/shop", EMPTY, "If-Match", first).header("ETag");
    assertThat(second).isNotEmpty();
    assertProblem(node.call("PUT", "/v1/profiles/shop", SHOP, "If-Match", first), 412);
    assertProblem(node.call("PATCH", "/v1/profiles/shop", "{}", "If-Match", first), 412);
    assertProblem(node.call("DELETE", "/v1/profiles/shop", null, "If-Match", first), 412);
    assertProblem(node.call("PUT", "/v1/profiles/shop", SHOP, "If-Match", "W/" + second), 412);
    assertProblem(node.call("PUT", "/v1/profiles/other", EMPTY, "If-Match", "*"), 412);
    assertProblem(node.call("PUT", "/v1/profiles/shop", SHOP, "If-Match", "abc"), 400);
    String either = first + ", " + second;
    assertThat(node.call("DELETE", "/v1/profiles/shop", null, "If-Match", either).status())
        .isEqualTo(204);
  }

  @Test
  void ifNoneMatchOnlyCreates() throws Exception {
    assertThat(node.call("PUT", "/v1/profiles/shop", SHOP, "If-None-Match", "*").status())
        .isEqualTo(201);
    assertProblem(node.call("PUT", "/v1/profiles/shop", EMPTY, "If-None-Match", "*"), 412);
  }

  @Test
  void aPreconditionIsJudgedBeforeTheDocument() throws Exception {
    node.call("PUT", "/v1/profiles/shop", SHOP);
    assertProblem(node.call("PUT", "/v1/profiles/shop", "{}", "If-Match", "\"stale\""), 412);
  }

  @Test
  void ofTwoEditsOfTheSameVersionExactlyOneWins() throws Exception {
    String etag = node.call("PUT", "/v1/profiles/shop", SHOP).header("ETag");
    for (int round = 1; round <= 20; round++) {
      List<CompletableFuture<TestNode.Reply>> racers = new ArrayList<>();
      for (int racer = 0; racer < 4; racer++) {
        String body = "{\"dnsConfig\": {\"ttl\": " + (100 * round + racer) + "}}";
        racers.add(node.callLater("PATCH", "/v1/profiles/shop", body, "If-Match", etag));
      }
      List<TestNode.Reply> replies = racers.stream().map(CompletableFuture::join).toList();
      assertThat(replies)
          .extracting(TestNode.Reply::status)
          .containsExactlyInAnyOrder(200, 412, 412, 412);
      TestNode.Reply won =
          replies.stream().filter(reply -> reply.status() == 200).findAny().orElseThrow();
      TestNode.Reply now = node.call("GET", "/v1/profiles/shop", null);
      assertThat(now.json()).isEqualTo(won.json());
      etag = won.header("ETag");
      assertThat(now.header("ETag")).isEqualTo(etag);
    }
  }

  @Test
  void profilesAreListedByNameAndPage() throws Exception {
    for (String name : List.of("b", "A", "c1", "c2", "d")) {
      assertThat(node.call("PUT", "/v1/profiles/" + name, EMPTY).status()).isEqualTo(201);
    }
    JsonNode all = node.call("GET", "/v1/profiles", null).json();
    assertThat(names(all)).containsExactly("A", "b", "c1", "c2", "d");
    assertThat(all.path("next").isNull()).isTrue();
    assertThat(all.at("/profiles/0/profileMonitorStatus").asText()).isEqualTo("Inactive");
    JsonNode page = node.call("GET", "/v1/profiles?limit=2", null).json();
    assertThat(names(page)).containsExactly("A", "b");
    JsonNode next =
        node.call("GET", "/v1/profiles?limit=3&after=" + page.path("next").asText(), null).json();
    assertThat(names(next)).containsExactly("c1", "c2", "d");
    assertThat(next.path("next").isNull()).isTrue();
    assertThat(names(node.call("GET", "/v1/profiles?prefix=C", null).json()))
        .containsExactly("c1", "c2");
    assertThat(names(node.call("GET", "/v1/profiles?prefix=c&after=c1", null).json()))
        .containsExactly("c2");
    assertThat(names(node.call("GET", "/v1/profiles?prefix=c&after=d", null).json())).isEmpty();
  }

  @Test
  void parametersThatAreNotRightAreRefusedTogether() throws Exception {
    TestNode.Reply refused = node.call("GET", "/v1/profiles?limit=0&lmit=3&after=a&after=b", null);
    assertProblem(refused, 400);
    assertThat(refused.json().path("violations").findValuesAsText("path"))
        .containsExactlyInAnyOrder("limit", "lmit", "after");
    assertProblem(node.call("PUT", "/v1/profiles/shop?wait=never", SHOP), 400);
    for (String wait : List.of("local", "majority", "all")) {
      assertThat(node.call("PUT", "/v1/profiles/shop?wait=" + wait, SHOP).status())
          .isBetween(200, 201);
    }
  }

  @Test
  void whatCannotBeStoredChangesNothing() throws Exception {
    TestNode.Reply before = node.call("PUT", "/v1/profiles/shop", SHOP);
    store.fillDisk();
    TestNode.Reply refused = node.call("PUT", "/v1/profiles/shop", EMPTY);
    assertProblem(refused, 503);
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    assertThat(refused.body()).contains("No space left");
    assertProblem(node.call("DELETE", "/v1/profiles/shop", null), 503);
    TestNode.Reply after = node.call("GET", "/v1/profiles/shop", null);
    assertThat(after.header("ETag")).isEqualTo(before.header("ETag"));
    assertThat(after.json()).isEqualTo(before.json());
    assertThat(node.published).hasSize(1);
  }

  @Test
  void whatRoutingDoesNotConfirmIsStoredAndSaidToBeUnconfirmed() throws Exception {
    node.confirming = false;
    TestNode.Reply put = node.call("PUT", "/v1/profiles/shop", SHOP);
    assertThat(put.status()).isEqualTo(202);
    assertThat(put.header("Waymark-Replicated")).isEqualTo("0/1");
    assertThat(put.json().path("detail").asText()).contains("stored here");
    assertThat(node.call("GET", "/v1/profiles/shop", null).header("ETag"))
        .isEqualTo(put.header("ETag"));
    node.confirming = true;
    assertThat(node.call("PUT", "/v1/profiles/shop", EMPTY).status()).isEqualTo(200);
  }

  @Test
  void readingGoesOnWhileAnEditIsWritten() throws Exception {
    node.call("PUT", "/v1/profiles/shop", SHOP);
    store.hold();
    CompletableFuture<TestNode.Reply> edit = node.callLater("PUT", "/v1/profiles/shop", EMPTY);
    Conditions.await(() -> store.writes() == 2);
    assertThat(node.call("GET", "/v1/profiles/shop", null).json().path("endpoints")).hasSize(2);
    store.release();
    assertThat(edit.join().status()).isEqualTo(200);
    assertThat(node.call("GET", "/v1/profiles/shop", null).json().path("endpoints")).isEmpty();
  }

  @Test
  void editsBeyondThoseThatMayWaitAreToldToComeBack() throws Exception {
    store.hold();
    int held = 1 + io.waymark.node.profile.ProfileActor.EDITS_WAITING_MAX;
    List<CompletableFuture<TestNode.Reply>> edits = new ArrayList<>();
    for (int i = 0; i < held + 3; i++) {
      edits.add(node.callLater("PUT", "/v1/profiles/p" + i, EMPTY));
    }
    Conditions.await(() -> edits.stream().filter(CompletableFuture::isDone).count() == 3);
    store.release();
    List<TestNode.Reply> replies = edits.stream().map(CompletableFuture::join).toList();
    Stream<TestNode.Reply> refused = replies.stream().filter(reply -> reply.status() != 201);
    assertThat(refused)
        .hasSize(3)
        .allSatisfy(reply -> {
          assertProblem(reply, 429);
          assertThat(reply.header("Retry-After")).isEqualTo("1");
        });
  }

  private static List<String> names(JsonNode page) {
    return page.path("profiles").findValuesAsText("name");
  }

  static void assertProblem(TestNode.Reply reply, int status) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    JsonNode problem = reply.json();
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("title").asText()).isNotEmpty();
    assertThat(problem.path("detail").asText()).isNotEmpty();
  }
}

package io.waymark.node.admin;

import static io.waymark.node.admin.ProfileRoutesTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.protocol.health.ProbeResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenRoutesTest {
  private static final String SHOP =
      "{\"trafficRoutingMethod\": \"Weighted\", \"endpoints\":"
          + " [{\"name\": \"eu\", \"target\": \"192.0.2.1\"}]}";

  @TempDir Path data;
  private TestNode node;

  @BeforeEach
  void start() throws Exception {
    node = TestNode.start(data);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private TestNode.Reply create(String name, String role) throws Exception {
    return node.call(
        "POST", "/v1/tokens", "{\"name\": \"" + name + "\", \"role\": \"" + role + "\"}");
  }

  private String text(String name, String role) throws Exception {
    TestNode.Reply made = create(name, role);
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.json().path("token").asText();
  }

  private int statusAs(String token, String method, String path, String body) throws Exception {
    return node.callAs(token, method, path, body.isEmpty() ? null : body).status();
  }

  private List<String> violations(String body) throws Exception {
    TestNode.Reply refused = node.call("POST", "/v1/tokens", body);
    assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
    List<String> said = new ArrayList<>();
    said.add(Integer.toString(refused.status()));
    refused.json().path("violations").forEach(one -> said.add(one.path("path").asText()));
    return said;
  }

  @Test
  void theTextOfATokenIsShownOnce() throws Exception {
    TestNode.Reply made = create("Ci", "Operator");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.header("Location")).isEqualTo("/v1/tokens/Ci");
    assertThat(made.header("Cache-Control")).isEqualTo("no-store");
    assertThat(made.header("Waymark-Replicated")).isEqualTo("1/1");
    String text = made.json().path("token").asText();
    assertThat(made.json().path("name").asText()).isEqualTo("Ci");
    assertThat(made.json().path("role").asText()).isEqualTo("operator");
    assertThat(made.json().path("createdAt").asText()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(fields(made))
        .containsExactlyInAnyOrder("name", "role", "createdAt", "createdBy", "token");
    TestNode.Reply got = node.call("GET", made.header("Location"), null);
    assertThat(got.status()).isEqualTo(200);
    assertThat(fields(got)).containsExactlyInAnyOrder("name", "role", "createdAt", "createdBy");
    assertThat(node.call("GET", "/v1/tokens", null).body()).doesNotContain(text);
  }

  @Test
  void tokensAreListedByNameWithTheBootstrapTokenAmongThem() throws Exception {
    String ci = text("Ci", "admin");
    node.callAs(ci, "POST", "/v1/tokens", "{\"name\": \"alerts\", \"role\": \"viewer\"}");
    JsonNode tokens = node.call("GET", "/v1/tokens", null).json().path("tokens");
    assertThat(tokens.findValuesAsText("name"))
        .containsExactly("alerts", "bootstrap", "Ci", "night-shift", "wallboard");
    assertThat(tokens.findValuesAsText("role"))
        .containsExactly("viewer", "admin", "admin", "operator", "viewer");
    assertThat(tokens.path(0).path("createdBy").asText()).isEqualTo("Ci");
    JsonNode bootstrap = tokens.path(1);
    assertThat(bootstrap.path("createdBy").isNull()).isTrue();
    assertThat(bootstrap.path("file").asText()).isEqualTo("admin.token");
    assertThat(node.call("GET", "/v1/tokens/Bootstrap", null).json()).isEqualTo(bootstrap);
  }

  @Test
  void aViewerReadsAllButTokensAndWritesNothing() throws Exception {
    String viewer = text("board", "viewer");
    node.call("PUT", "/v1/profiles/shop", SHOP);
    for (String path : List.of("/v1/profiles", "/v1/profiles/shop/health", "/metrics")) {
      assertThat(statusAs(viewer, "GET", path, "")).as(path).isEqualTo(200);
    }
    String eu = "/v1/profiles/shop/endpoints/eu";
    assertThat(statusAs(viewer, "PATCH", eu, "{\"endpointStatus\": \"Disabled\"}")).isEqualTo(403);
    assertThat(statusAs(viewer, "POST", eu + "/probe", "")).isEqualTo(403);
    assertThat(statusAs(viewer, "PUT", "/v1/profiles/shop", SHOP)).isEqualTo(403);
    assertThat(statusAs(viewer, "GET", "/v1/tokens", "")).isEqualTo(403);
  }

  @Test
  void anOperatorSwitchesAndProbesAndDoesNoMore() throws Exception {
    String operator = text("shift", "operator");
    node.call("PUT", "/v1/profiles/shop", SHOP);
    node.targets.put("192.0.2.1", new ProbeResult.Passed(12));
    String eu = "/v1/profiles/shop/endpoints/eu";
    assertThat(statusAs(operator, "POST", eu + "/probe", "")).isEqualTo(200);
    for (String status : List.of("Disabled", "Enabled")) {
      String body = "{\"endpointStatus\": \"" + status + "\"}";
      assertThat(statusAs(operator, "PATCH", eu, body)).isEqualTo(200);
    }
    assertThat(
            statusAs(operator, "PATCH", "/v1/profiles/shop", "{\"profileStatus\": \"Disabled\"}"))
        .isEqualTo(200);
    assertThat(statusAs(operator, "PUT", "/v1/profiles/shop", SHOP)).isEqualTo(403);
    for (String method : List.of("GET", "DELETE")) {
      TestNode.Reply refused = node.callAs(operator, method, "/v1/tokens/shift", null);
      assertProblem(refused, 403);
      assertThat(refused.header("WWW-Authenticate")).contains("scope=\"admin\"");
    }
    String more = "{\"name\": \"more\", \"role\": \"viewer\"}";
    assertThat(statusAs(operator, "POST", "/v1/tokens", more)).isEqualTo(403);
    assertProblem(node.callAs("", "GET", "/v1/tokens", null), 401);
  }

  @Test
  void anAdminDoesEverythingAlsoWithoutTheBootstrapToken() throws Exception {
    String admin = text("second", "admin");
    assertThat(statusAs(admin, "PUT", "/v1/profiles/shop", SHOP)).isEqualTo(201);
    assertThat(statusAs(admin, "DELETE", "/v1/profiles/shop", "")).isEqualTo(204);
    assertThat(statusAs(admin, "DELETE", "/v1/tokens/night-shift", "")).isEqualTo(204);
    assertThat(statusAs(admin, "DELETE", "/v1/tokens/second", "")).isEqualTo(204);
    assertThat(statusAs(admin, "GET", "/v1/tokens", "")).isEqualTo(401);
  }

  @Test
  void aRevokedTokenIsRefusedFromThenOnAndItsNameIsFree() throws Exception {
    String first = text("ci", "viewer");
    assertThat(statusAs(first, "GET", "/v1/profiles", "")).isEqualTo(200);
    TestNode.Reply revoked = node.call("DELETE", "/v1/tokens/CI", null);
    assertThat(revoked.status()).isEqualTo(204);
    assertThat(revoked.body()).isEmpty();
    TestNode.Reply refused = node.callAs(first, "GET", "/v1/profiles", null);
    assertProblem(refused, 401);
    assertThat(refused.header("WWW-Authenticate")).contains("invalid_token");
    assertProblem(node.call("DELETE", "/v1/tokens/ci", null), 404);
    assertProblem(node.call("GET", "/v1/tokens/ci", null), 404);
    String second = text("ci", "viewer");
    assertThat(second).isNotEqualTo(first);
    assertThat(statusAs(second, "GET", "/v1/profiles", "")).isEqualTo(200);
    assertThat(statusAs(first, "GET", "/v1/profiles", "")).isEqualTo(401);
  }

  @Test
  void aSecretThatIsNotTheIdsIsRefused() throws Exception {
    String one = text("one", "admin");
    String other = text("other", "admin");
    String mixed = one.substring(0, 21) + other.substring(21);
    assertThat(statusAs(mixed, "GET", "/v1/tokens", "")).isEqualTo(401);
    char last = one.charAt(one.length() - 1);
    String changed = one.substring(0, one.length() - 1) + (last == 'A' ? 'E' : 'A');
    assertThat(statusAs(changed, "GET", "/v1/tokens", "")).isEqualTo(401);
    assertThat(statusAs(one, "GET", "/v1/tokens", "")).isEqualTo(200);
  }

  @Test
  void aNameBelongsToOneToken() throws Exception {
    text("ci", "viewer");
    for (String taken : List.of("ci", "CI", "bootstrap", "Admin")) {
      TestNode.Reply refused = create(taken, "viewer");
      assertProblem(refused, 409);
      assertThat(refused.json().at("/violations/0/path").asText()).isEqualTo("name");
      assertThat(refused.json().at("/violations/0/value").asText()).isEqualTo(taken);
    }
    assertThat(create("admin", "viewer").body()).contains("DATA/admin.token");
  }

  @Test
  void ofManyWhoWantANameOneGetsIt() throws Exception {
    List<CompletableFuture<TestNode.Reply>> replies = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      replies.add(
          node.callLater("POST", "/v1/tokens", "{\"name\": \"race\", \"role\": \"viewer\"}"));
    }
    List<Integer> statuses = replies.stream().map(reply -> reply.join().status()).toList();
    assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
    assertThat(statuses).filteredOn(status -> status == 409).hasSize(19);
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() throws Exception {
    assertThat(violations("{\"name\": \"-x\", \"role\": \"root\", \"ttl\": 3}"))
        .containsExactly("400", "name", "role", "ttl");
    assertThat(violations("{\"name\": 7, \"role\": \"root\"}"))
        .containsExactly("422", "name", "role");
    assertThat(violations("{}")).containsExactly("422", "name", "role");
    assertThat(violations("{\"name\": null, \"role\": null}"))
        .containsExactly("422", "name", "role");
    assertThat(violations("{\"name\": \"" + "a".repeat(64) + "\", \"role\": \"viewer\"}"))
        .containsExactly("422", "name");
    assertThat(violations("[]")).containsExactly("422", "");
    assertThat(violations("{\"name\"")).containsExactly("400");
    assertThat(violations("")).containsExactly("400");
    assertProblem(node.call("GET", "/v1/tokens?limit=3", null), 400);
    assertProblem(node.call("PUT", "/v1/tokens/ci", "{}"), 405);
    assertThat(create("a".repeat(63), "viewer").status()).isEqualTo(201);
  }

  @Test
  void theBootstrapTokenIsNotRevokedHere() throws Exception {
    for (String name : List.of("bootstrap", "BOOTSTRAP", "admin")) {
      TestNode.Reply refused = node.call("DELETE", "/v1/tokens/" + name, null);
      assertProblem(refused, 409);
      assertThat(refused.json().path("detail").asText()).contains("DATA/admin.token");
    }
    assertThat(node.call("GET", "/v1/tokens", null).status()).isEqualTo(200);
  }

  @Test
  void theAuditSaysWhoMadeAndRevokedWhat() throws Exception {
    String ci = text("ci", "admin");
    node.callAs(ci, "POST", "/v1/tokens", "{\"name\": \"board\", \"role\": \"viewer\"}");
    create("board", "viewer");
    node.callAs(ci, "PUT", "/v1/profiles/board", SHOP);
    node.call("DELETE", "/v1/tokens/board", null);
    Path audit = data.resolve("audit.jsonl");
    Conditions.await(() -> lines(audit).stream().anyMatch(line -> line.contains("DELETE")));
    List<JsonNode> lines = new ArrayList<>();
    for (String line : lines(audit)) {
      JsonNode entry = new com.fasterxml.jackson.databind.ObjectMapper().readTree(line);
      if (!entry.path("who").asText().equals("tests")) {
        lines.add(entry);
      }
    }
    assertThat(lines)
        .extracting(line ->
            String.join(
                " ",
                line.path("who").asText(),
                line.path("method").asText(),
                line.path("kind").asText(),
                line.path("name").asText()))
        .containsExactly(
            "bootstrap POST token ci",
            "ci POST token board",
            "ci PUT profile board",
            "bootstrap DELETE token board");
    assertThat(lines.getFirst().path("from").asText()).isEqualTo("127.0.0.1");
    assertThat(lines.getFirst().path("before").isNull()).isTrue();
    assertThat(lines.getFirst().at("/after/role").asText()).isEqualTo("admin");
    assertThat(lines.getLast().at("/before/createdBy").asText()).isEqualTo("ci");
    assertThat(lines.getLast().path("after").isNull()).isTrue();
    assertThat(lines.toString()).doesNotContain(ci, ci.substring(21), "hash", "salt");
  }

  private static List<String> fields(TestNode.Reply reply) {
    return reply.json().properties().stream().map(java.util.Map.Entry::getKey).toList();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

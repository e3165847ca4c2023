package io.waymark.node.admin;

import static io.waymark.node.admin.ProfileRoutesTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EndpointRoutesTest {
  private static final String AT = "/v1/profiles/shop/endpoints/";

  @TempDir Path data;
  private TestNode node;
  private String etag = "";

  @BeforeEach
  void start() throws Exception {
    node = TestNode.start(data);
    etag =
        node.call(
                "PUT",
                "/v1/profiles/shop",
                """
                {"trafficRoutingMethod": "Priority", "endpoints": [
                  {"name": "eu", "target": "192.0.2.1"}, {"name": "us", "target": "192.0.2.2"}]}
                """)
            .header("ETag");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void anEndpointHasItsProfilesVersion() throws Exception {
    TestNode.Reply got = node.call("GET", AT + "EU", null);
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.header("ETag")).isEqualTo(etag);
    assertThat(got.json().path("target").asText()).isEqualTo("192.0.2.1");
    assertThat(got.json().path("endpointMonitorStatus").asText()).isEqualTo("CheckingEndpoint");
    assertProblem(node.call("GET", AT + "ap", null), 404);
    assertProblem(node.call("GET", "/v1/profiles/none/endpoints/eu", null), 404);
  }

  @Test
  void aNewEndpointComesLast() throws Exception {
    TestNode.Reply put = node.call("PUT", AT + "ap", "{\"target\": \"192.0.2.3\"}");
    assertThat(put.status()).as(put.body()).isEqualTo(201);
    assertThat(put.header("Location")).isEqualTo(AT + "ap");
    assertThat(put.json().path("priority").asInt()).isEqualTo(3);
    TestNode.Reply profile = node.call("GET", "/v1/profiles/shop", null);
    assertThat(profile.json().path("endpoints").findValuesAsText("name"))
        .containsExactly("eu", "us", "ap");
    assertThat(profile.header("ETag")).isEqualTo(put.header("ETag")).isNotEqualTo(etag);
  }

  @Test
  void aReplacementStaysWhereItStood() throws Exception {
    TestNode.Reply put =
        node.call("PUT", AT + "eu", "{\"name\": \"eu\", \"target\": \"192.0.2.9\"}");
    assertThat(put.status()).isEqualTo(200);
    assertThat(put.header("Location")).isEmpty();
    assertThat(
            node.call("GET", "/v1/profiles/shop", null)
                .json()
                .path("endpoints")
                .findValuesAsText("target"))
        .containsExactly("192.0.2.9", "192.0.2.2");
  }

  @Test
  void namesMayHoldWhatAPathMustEncode() throws Exception {
    TestNode.Reply put =
        node.call("PUT", AT + "west%20eur%C3%B6pe+1", "{\"target\": \"192.0.2.3\"}");
    assertThat(put.status()).as(put.body()).isEqualTo(201);
    assertThat(put.json().path("name").asText()).isEqualTo("west eur\u00f6pe+1");
    TestNode.Reply got = node.call("GET", put.header("Location"), null);
    assertThat(got.status()).as(put.header("Location")).isEqualTo(200);
    assertProblem(node.call("PUT", AT + "a%2Fb", "{\"target\": \"192.0.2.4\"}"), 422);
  }

  @Test
  void aPatchChangesOneFieldOfOneEndpoint() throws Exception {
    TestNode.Reply patched =
        node.call("PATCH", AT + "us", "{\"endpointStatus\": \"disabled\"}", "If-Match", etag);
    assertThat(patched.status()).as(patched.body()).isEqualTo(200);
    assertThat(patched.json().path("endpointStatus").asText()).isEqualTo("Disabled");
    assertThat(patched.json().path("endpointMonitorStatus").asText()).isEqualTo("Disabled");
    assertThat(patched.json().path("target").asText()).isEqualTo("192.0.2.2");
    assertProblem(node.call("PATCH", AT + "us", "{}", "If-Match", etag), 412);
    assertProblem(node.call("PATCH", AT + "none", "{}"), 404);
  }

  @Test
  void whatIsWrongIsSaidByThePathInTheEndpoint() throws Exception {
    TestNode.Reply refused =
        node.call("PUT", AT + "ap", "{\"target\": \"192.0.2.1\", \"weight\": 0}");
    assertProblem(refused, 422);
    assertThat(refused.json().path("violations").findValuesAsText("path"))
        .contains("weight", "target");
    assertProblem(node.call("PUT", AT + "ap", "{\"target\": \"192.0.2.3\", \"x\": 0}"), 400);
    assertProblem(
        node.call("PUT", AT + "ap", "{\"name\": \"no\", \"target\": \"192.0.2.3\"}"), 422);
    assertProblem(node.call("PUT", AT + "ap", "[]"), 422);
    assertThat(node.call("GET", "/v1/profiles/shop", null).header("ETag")).isEqualTo(etag);
  }

  @Test
  void anEndpointCanBeDeleted() throws Exception {
    TestNode.Reply deleted = node.call("DELETE", AT + "eu", null);
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.header("ETag")).isNotEqualTo(etag);
    assertProblem(node.call("DELETE", AT + "eu", null), 404);
    assertThat(node.call("GET", "/v1/profiles/shop", null).json().path("endpoints")).hasSize(1);
  }

  @Test
  void whatAWriteLeavesClientsWithoutIsSaidByThePathInTheProfile() throws Exception {
    node.call("PUT", "/v1/profiles/child", "{\"trafficRoutingMethod\": \"Weighted\"}");
    JsonNode whole =
        node.call(
                "PUT",
                "/v1/profiles/place",
                """
                {"trafficRoutingMethod": "Geographic", "endpoints": [
                  {"name": "rest", "type": "Nested", "target": "child", "geoMapping": ["WORLD"]}]}
                """)
            .json();
    assertThat(whole.has("warnings")).isFalse();

    TestNode.Reply added =
        node.call(
            "PUT",
            "/v1/profiles/place/endpoints/es",
            "{\"target\": \"192.0.2.1\", \"geoMapping\": [\"ES\"]}");
    assertThat(added.status()).as(added.body()).isEqualTo(201);
    assertThat(added.json().path("warnings").findValuesAsText("path"))
        .containsExactly("endpoints[1].type");
    assertThat(added.json().at("/warnings/0/message").asText()).startsWith("should be Nested: ");
    assertThat(
            node.call("PUT", "/v1/profiles/place/endpoints/es", added.body()).json().path("target"))
        .as("what was replied can be written again")
        .isEqualTo(added.json().path("target"));

    JsonNode disabled = switched("rest", "Disabled");
    assertThat(disabled.path("warnings").findValuesAsText("path"))
        .containsExactly("endpoints[1].type", "endpoints");
    assertThat(disabled.at("/warnings/1/message").asText())
        .startsWith("should have an enabled one with WORLD in its geoMapping");
    assertThat(switched("es", "Disabled").has("warnings")).as("nothing is in use").isFalse();
    assertThat(switched("rest", "Enabled").has("warnings")).isFalse();
  }

  private JsonNode switched(String endpoint, String status) throws Exception {
    TestNode.Reply reply =
        node.callAs(
            node.operatorToken,
            "PATCH",
            "/v1/profiles/place/endpoints/" + endpoint,
            "{\"endpointStatus\": \"" + status + "\"}");
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  @Test
  void conditionsAreTheEndpointsExistenceAndItsProfilesVersion() throws Exception {
    String body = "{\"target\": \"192.0.2.3\"}";
    assertProblem(node.call("PUT", AT + "eu", body, "If-None-Match", "*"), 412);
    assertProblem(node.call("PUT", AT + "ap", body, "If-Match", "*"), 412);
    assertProblem(node.call("PUT", AT + "ap", body, "If-Match", "\"other\""), 412);
    assertThat(node.call("PUT", AT + "ap", body, "If-Match", etag).status()).isEqualTo(201);
    String second = "{\"target\": \"192.0.2.4\"}";
    assertThat(node.call("PUT", AT + "sa", second, "If-None-Match", "*").status()).isEqualTo(201);
  }
}

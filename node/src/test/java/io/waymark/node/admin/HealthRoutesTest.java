package io.waymark.node.admin;

import static io.waymark.node.admin.ProfileRoutesTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.protocol.health.ProbeResult;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HealthRoutesTest {
  @TempDir Path data;
  private TestNode node;

  @BeforeEach
  void start() throws Exception {
    node = TestNode.start(data);
    node.targets.put("192.0.2.1", new ProbeResult.Passed(12));
    node.targets.put("192.0.2.2", new ProbeResult.Failed("status 503, expected 200"));
    TestNode.Reply applied =
        node.call(
            "POST",
            "/v1/apply",
            """
            [{"name": "shop", "trafficRoutingMethod": "Priority",
              "monitorConfig": {"toleratedNumberOfFailures": 0}, "endpoints": [
               {"name": "eu", "target": "192.0.2.1"}, {"name": "us", "target": "192.0.2.2"},
               {"name": "ap", "target": "192.0.2.3"},
               {"name": "sa", "target": "192.0.2.4", "alwaysServe": "Enabled"},
               {"name": "af", "target": "192.0.2.5", "endpointStatus": "Disabled"}]},
             {"name": "parent", "trafficRoutingMethod": "Priority", "endpoints": [
               {"name": "shop", "type": "Nested", "target": "shop"}]}]
            """);
    assertThat(applied.status()).as(applied.body()).isEqualTo(200);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aProbeNowSaysWhatItFound() throws Exception {
    TestNode.Reply passed = node.call("POST", "/v1/profiles/shop/endpoints/eu/probe", null);
    assertThat(passed.status()).as(passed.body()).isEqualTo(200);
    assertThat(passed.json().at("/results/0").toString())
        .isEqualTo(
            "{\"node\":\"eu-1\",\"region\":\"europe\",\"passed\":true,\"reason\":\"passed\","
                + "\"roundTripMs\":12}");
    TestNode.Reply failed =
        node.callAs(node.operatorToken, "POST", "/v1/profiles/shop/endpoints/us/probe", null);
    assertThat(failed.json().at("/results/0/passed").asBoolean()).isFalse();
    assertThat(failed.json().at("/results/0/reason").asText())
        .isEqualTo("status 503, expected 200");
    assertProblem(node.call("POST", "/v1/profiles/shop/endpoints/sa/probe", null), 409);
    assertProblem(node.call("POST", "/v1/profiles/shop/endpoints/af/probe", null), 409);
    assertProblem(node.call("POST", "/v1/profiles/parent/endpoints/shop/probe", null), 409);
    assertProblem(node.call("POST", "/v1/profiles/shop/endpoints/none/probe", null), 404);
    assertProblem(node.call("POST", "/v1/profiles/none/endpoints/eu/probe", null), 404);
  }

  @Test
  void healthFollowsFromTheProbes() throws Exception {
    node.call("POST", "/v1/profiles/shop/endpoints/eu/probe", null);
    node.call("POST", "/v1/profiles/shop/endpoints/us/probe", null);
    TestNode.Reply reply = node.call("GET", "/v1/profiles/shop/health", null);
    JsonNode health = reply.json();
    assertThat(health.path("profileMonitorStatus").asText()).isEqualTo("Degraded");
    assertThat(health.path("endpoints").findValuesAsText("endpointMonitorStatus"))
        .containsExactly("Online", "Degraded", "CheckingEndpoint", "Unmonitored", "Disabled");
    assertThat(health.at("/endpoints/0").toString())
        .isEqualTo(
            "{\"name\":\"eu\",\"endpointMonitorStatus\":\"Online\","
                + "\"since\":\"2026-01-02T03:04:05Z\",\"frozen\":false,"
                + "\"votes\":[{\"node\":\"eu-1\",\"region\":\"europe\",\"vote\":\"Up\","
                + "\"since\":\"2026-01-02T03:04:05Z\",\"reason\":"
                + health.at("/endpoints/0/votes/0/reason")
                + ",\"roundTripMs\":12}]}");
    assertThat(health.at("/endpoints/1/votes/0/vote").asText()).isEqualTo("Down");
    assertThat(health.at("/endpoints/1/votes/0/reason").asText())
        .isEqualTo("status 503, expected 200");
    assertThat(health.at("/endpoints/2/since").isNull()).isTrue();
    assertThat(health.at("/endpoints/2/votes")).isEmpty();

    JsonNode document = node.call("GET", "/v1/profiles/shop", null).json();
    assertThat(document.path("profileMonitorStatus").asText()).isEqualTo("Degraded");
    assertThat(document.at("/endpoints/0/endpointMonitorStatus").asText()).isEqualTo("Online");
    JsonNode parent = node.call("GET", "/v1/profiles/parent/health", null).json();
    assertThat(parent.at("/endpoints/0/endpointMonitorStatus").asText()).isEqualTo("Online");
    assertThat(parent.at("/endpoints/0/votes")).isEmpty();
    assertProblem(node.call("GET", "/v1/profiles/none/health", null), 404);
  }
}

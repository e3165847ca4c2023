package io.waymark.node.admin;

import static io.waymark.node.admin.ProfileRoutesTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.waymark.protocol.profile.Violation;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeRoutesTest {
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

  @Test
  void lifeAndReadinessNeedNoToken() throws Exception {
    assertThat(node.callAs("", "GET", "/livez", null).status()).isEqualTo(200);
    assertThat(node.callAs("", "GET", "/readyz", null).status()).isEqualTo(200);
    node.notReady.addAll(List.of("draining", "no configuration yet"));
    assertThat(node.callAs("", "GET", "/livez", null).status()).isEqualTo(200);
    TestNode.Reply notReady = node.callAs("", "GET", "/readyz", null);
    assertProblem(notReady, 503);
    assertThat(notReady.header("Retry-After")).isEqualTo("1");
    assertThat(notReady.json().path("reasons"))
        .extracting(JsonNode::asText)
        .containsExactly("draining", "no configuration yet");
  }

  @Test
  void anExplanationIsPassedOnAsItIs() throws Exception {
    node.explainer =
        (name, type, client) ->
            CompletableFuture.completedFuture(
                new Explainer.Explained(
                    JsonNodeFactory.instance
                        .objectNode()
                        .put("question", name + " " + type + " " + client)));
    assertThat(node.call("GET", "/v1/explain?name=shop&type=AAAA&client=2001:db8::7", null).body())
        .isEqualTo("{\"question\":\"shop AAAA 2001:db8::7\"}");
    assertThat(node.call("GET", "/v1/explain?name=shop", null).body())
        .isEqualTo("{\"question\":\"shop A 127.0.0.1\"}");
  }

  @Test
  void whatMakesNoQuestionIsRefused() throws Exception {
    TestNode.Reply refused = node.call("GET", "/v1/explain?client=1.2.3", null);
    assertProblem(refused, 400);
    assertThat(refused.json().path("violations").findValuesAsText("path"))
        .containsExactlyInAnyOrder("name", "client");
    assertProblem(node.call("GET", "/v1/explain?name=nobody", null), 404);
    node.explainer =
        (_, type, _) ->
            CompletableFuture.completedFuture(
                new Explainer.BadArgument(new Violation("type", type, "must be a record type")));
    TestNode.Reply bad = node.call("GET", "/v1/explain?name=shop&type=X", null);
    assertProblem(bad, 400);
    assertThat(bad.json().at("/violations/0/path").asText()).isEqualTo("type");
    node.explainer =
        (_, _, _) -> CompletableFuture.failedFuture(new IllegalStateException("broken"));
    assertProblem(node.call("GET", "/v1/explain?name=shop", null), 503);
  }
}

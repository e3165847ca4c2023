package io.waymark.node.admin;

import static io.waymark.node.admin.ProfileRoutesTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsRoutesTest {
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
  void aViewerReadsTheText() throws Exception {
    TestNode.Reply reply = node.callAs(node.viewerToken, "GET", "/metrics", null);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type"))
        .isEqualToIgnoringCase("text/plain; version=0.0.4; charset=utf-8");
    assertThat(reply.body()).isEqualTo(TestNode.METRICS);
  }

  @Test
  void withoutATokenNothingIsSaid() throws Exception {
    assertProblem(node.callAs("", "GET", "/metrics", null), 401);
    assertProblem(node.call("GET", "/metrics?name=shop", null), 400);
  }

  @Test
  void itIsTextWhateverElseIsAccepted() throws Exception {
    String prometheus =
        "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
    for (String accept : List.of(prometheus, "text/plain", "text/*")) {
      assertThat(node.call("GET", "/metrics", null, "Accept", accept).body())
          .as(accept)
          .isEqualTo(TestNode.METRICS);
    }
    assertProblem(node.call("GET", "/metrics", null, "Accept", "application/json"), 406);
  }

  @Test
  void everyAnswerIsCountedByItsClass() throws Exception {
    node.call("GET", "/livez", null);
    node.call("GET", "/readyz", null);
    node.notReady.add("draining");
    node.call("GET", "/readyz", null);
    node.call("GET", "/nothing", null);
    node.callAs("", "GET", "/v1/profiles", null);
    node.call("GET", "/v1/profiles/nobody", null);
    assertThat(List.of(1, 2, 3, 4, 5))
        .extracting(node.counters::answered)
        .containsExactly(0L, 2L, 0L, 3L, 1L);
  }
}

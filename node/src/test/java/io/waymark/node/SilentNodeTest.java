package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/** What is left of a fleet goes on. */
final class SilentNodeTest {
  @TempDir Path data;

  @Test
  void whoeverIsLeftAnswersAsBeforeAndDecidesByItsOwnVotes() throws Exception {
    try (Vantages vantages = new Vantages(data)) {
      RunningFleet fleet = vantages.fleet;
      vantages.awaitVotes("none", "ap-1 Up", "eu-1 Up", "us-1 Up");
      vantages.awaitVotes("one", "ap-1 Up", "eu-1 Down", "us-1 Up");
      vantages.awaitVotes("two", "ap-1 Up", "eu-1 Down", "us-1 Down");

      fleet.stop(2);
      for (RunningNode node : fleet.nodes()) {
        assertThat(node.dig("none.tm.example", Type.A)).isEqualTo("none.site.example.");
        RunningNode.await(
            "ap-1 is silent",
            () -> node.get("/v1/nodes").contains("\"name\":\"ap-1\",\"state\":\"silent\""));
      }
      vantages.awaitVotes("none", "eu-1 Up", "us-1 Up");
      vantages.awaitVotes("one", "eu-1 Down", "us-1 Up");
      vantages.awaitVotes("two", "eu-1 Down", "us-1 Down");
      for (RunningNode node : fleet.nodes()) {
        assertThat(vantages.status(node, "none")).isEqualTo("Online");
        assertThat(vantages.status(node, "one")).as("one of two is half").isEqualTo("Online");
        assertThat(vantages.status(node, "two")).isEqualTo("Degraded");
        assertThat(vantages.known(node, "none").path("frozen").asBoolean()).isFalse();
        assertThat(node.dig("none.tm.example", Type.A)).isEqualTo("none.site.example.");
      }
    }
  }
}

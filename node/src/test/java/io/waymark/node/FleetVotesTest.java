package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What three nodes believe of a site that they see differently. */
final class FleetVotesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path data;

  private static Vantages vantages;

  @BeforeAll
  static void start() throws Exception {
    vantages = new Vantages(data);
  }

  @AfterAll
  static void stop() throws Exception {
    if (vantages != null) {
      vantages.close();
    }
  }

  private static void assertStatus(String name, String status) {
    for (RunningNode node : vantages.fleet.nodes()) {
      assertThat(vantages.status(node, name)).isEqualTo(status);
    }
  }

  @Test
  void whatAllSeeUpIsOnline() {
    vantages.awaitVotes("none", "ap-1 Up", "eu-1 Up", "us-1 Up");
    assertStatus("none", "Online");
  }

  @Test
  void whatOneOfThreeSeesDownIsOnlineOnAll() {
    vantages.awaitVotes("one", "ap-1 Up", "eu-1 Down", "us-1 Up");
    assertStatus("one", "Online");
  }

  @Test
  void whatTwoOfThreeSeeDownIsDegradedOnAll() {
    vantages.awaitVotes("two", "ap-1 Up", "eu-1 Down", "us-1 Down");
    assertStatus("two", "Degraded");
  }

  @Test
  void everyVoteIsListedWithTheRegionItWasCastFrom() {
    vantages.awaitVotes("one", "ap-1 Up", "eu-1 Down", "us-1 Up");
    for (RunningNode node : vantages.fleet.nodes()) {
      JsonNode votes = vantages.known(node, "one").path("votes");
      assertThat(votes.findValuesAsText("region")).containsExactly("asia", "europe", "america");
      assertThat(votes.findValuesAsText("since")).allMatch(since -> !since.isEmpty());
    }
  }

  @Test
  void everyVoteIsListedWithWhatItsNodeSaw() {
    vantages.awaitVotes("one", "ap-1 Up", "eu-1 Down", "us-1 Up");
    for (RunningNode node : vantages.fleet.nodes()) {
      RunningNode.await(
          "all tell what they saw",
          () -> {
            JsonNode votes = vantages.known(node, "one").path("votes");
            return votes.at("/0/reason").asText().equals("passed")
                && votes.at("/0/roundTripMs").isNumber()
                && votes.at("/1/reason").asText().startsWith("connection refused")
                && votes.at("/2/reason").asText().equals("passed");
          });
    }
  }

  @Test
  void aProbeOnRequestIsSentFromEveryVantagePoint() throws Exception {
    vantages.awaitVotes("two", "ap-1 Up", "eu-1 Down", "us-1 Down");
    for (RunningNode node : vantages.fleet.nodes()) {
      JsonNode results =
          JSON.readTree(node.http("POST", "/v1/profiles/two/endpoints/site/probe", "").body())
              .path("results");
      assertThat(results.findValuesAsText("node")).containsExactly("ap-1", "eu-1", "us-1");
      assertThat(results.findValuesAsText("region")).containsExactly("asia", "europe", "america");
      assertThat(results.findValuesAsText("passed")).containsExactly("true", "false", "false");
      assertThat(results.at("/1/reason").asText()).startsWith("connection refused");
    }
  }

  @Test
  void aQuorumOfAllIsLostByOneVote() throws Exception {
    vantages.awaitVotes("one", "ap-1 Up", "eu-1 Down", "us-1 Up");
    RunningNode editor = vantages.fleet.node(2);
    assertThat(editor.http("PUT", "/v1/profiles/strict", strict(editor)).statusCode())
        .isEqualTo(201);
    vantages.awaitVotes("strict", "ap-1 Up", "eu-1 Down", "us-1 Up");
    assertStatus("strict", "Degraded");
  }

  private static String strict(RunningNode node) {
    return node.get("/v1/profiles/one")
        .replace("\"one\"", "\"strict\"")
        .replace("\"quorum\":0.5", "\"quorum\":\"all\"");
  }
}

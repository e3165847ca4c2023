package io.waymark.node.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.node.prober.ProberActor;
import io.waymark.protocol.health.ProbeResult;
import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.profile.EndpointId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class SurveyActorTest {
  private static final EndpointId SITE = new EndpointId("shop", "site");
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final ActorTestKit KIT = ActorTestKit.create();

  private final TestProbe<ProberActor.Command> prober = KIT.createTestProbe();
  private final TestProbe<SurveyActor.Probed> probed = KIT.createTestProbe();
  private final TestProbe<SurveyActor.Observed> observed = KIT.createTestProbe();
  private final ActorRef<SurveyActor.Command> surveys =
      KIT.spawn(SurveyActor.create("eu-1", "europe", 100, new FleetLink(), prober.getRef()));

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private void probe(Duration within, String... nodes) {
    surveys.tell(new SurveyActor.Probe(SITE, Set.of(nodes), within, probed.getRef()));
  }

  private void answer(long id, String node, boolean passed) {
    surveys.tell(
        new SurveyActor.Arrived(
            new FleetMessage.ProbeAnswered(
                node, id, "region of " + node, passed, passed ? "passed" : "refused", 4L)));
  }

  private void proberFinds(ProbeResult result) {
    ProberActor.ProbeNow now = prober.expectMessageClass(ProberActor.ProbeNow.class);
    assertThat(now.endpoint()).isEqualTo(SITE);
    now.replyTo().tell(new ProberActor.ProbedNow(SITE, result));
  }

  @Test
  void tellsWhatAllFoundOnceTheLastHasAnswered() {
    probe(LONG, "eu-1", "us-1", "ap-1");
    answer(101, "us-1", false);
    answer(101, "us-1", true);
    proberFinds(new ProbeResult.Passed(3));
    answer(99, "ap-1", false);
    answer(101, "zz-9", false);
    answer(101, "ap-1", true);
    assertThat(probed.receiveMessage().byNode())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "eu-1", new SurveyActor.Found("europe", new ProbeResult.Passed(3)),
                "us-1", new SurveyActor.Found("region of us-1", new ProbeResult.Failed("refused")),
                "ap-1", new SurveyActor.Found("region of ap-1", new ProbeResult.Passed(4))));
  }

  @Test
  void whoDoesNotAnswerInTimeIsMissing() {
    probe(Duration.ofMillis(50), "eu-1", "us-1");
    proberFinds(new ProbeResult.Failed("refused"));
    assertThat(probed.receiveMessage().byNode()).containsOnlyKeys("eu-1");
    answer(101, "us-1", true);
    probed.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void whereNobodyIsAskedNobodyAnswers() {
    probe(LONG);
    assertThat(probed.receiveMessage().byNode()).isEmpty();
  }

  @Test
  void whatThisNodeDoesNotProbeHasNoResult() {
    probe(LONG, "eu-1");
    ProberActor.ProbeNow now = prober.expectMessageClass(ProberActor.ProbeNow.class);
    now.replyTo().tell(new ProberActor.ProbedNow(SITE, null));
    assertThat(probed.receiveMessage().byNode())
        .containsEntry("eu-1", new SurveyActor.Found("europe", null));
  }

  @Test
  void tellsWhatNodesSaw() {
    surveys.tell(
        new SurveyActor.Observe(
            "shop", List.of("site"), Set.of("eu-1", "us-1"), LONG, observed.getRef()));
    ProberActor.GetHealth asked = prober.expectMessageClass(ProberActor.GetHealth.class);
    assertThat(asked.endpoints()).containsExactly(SITE);
    asked
        .replyTo()
        .tell(
            new ProberActor.Health(
                Map.of(
                    SITE,
                    new ProberActor.Observation(
                        Verdict.UP, Instant.ofEpochMilli(5), "passed", 9L))));
    FleetMessage.Observation theirs = new FleetMessage.Observation(6, "refused", null);
    surveys.tell(
        new SurveyActor.Arrived(
            new FleetMessage.ObservationsAnswered("us-1", 101, "shop", Map.of("site", theirs))));
    assertThat(observed.receiveMessage().byNode())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "eu-1", Map.of(SITE, new FleetMessage.Observation(5, "passed", 9L)),
                "us-1", Map.of(SITE, theirs)));
  }
}

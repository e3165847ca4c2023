package io.waymark.node.prober;

import static io.waymark.protocol.health.Samples.alwaysServed;
import static io.waymark.protocol.health.Samples.disabled;
import static io.waymark.protocol.health.Samples.endpoint;
import static io.waymark.protocol.health.Samples.nested;
import static io.waymark.protocol.health.Samples.profile;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.waymark.node.settings.NodeSettings;
import io.waymark.protocol.health.ProbeResult;
import io.waymark.protocol.health.Samples;
import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.health.Vote;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.HttpHeader;
import io.waymark.protocol.profile.MonitorConfig;
import io.waymark.protocol.profile.ProbeProtocol;
import io.waymark.protocol.profile.Profile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schedule and the verdicts, on virtual time; the probes end when a test says so. */
final class ProberActorTest {
  private static final ProbeResult PASS = new ProbeResult.Passed(12);
  private static final ProbeResult FAIL = new ProbeResult.Failed("status 503, expected 200");
  private static final RandomGenerator NO_PHASE = () -> 0L;
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  /** Remembers each probe and when it began. */
  private final class HeldProbes implements Probes {
    private record Begun(String target, Duration at, CompletableFuture<ProbeResult> result) {}

    final List<Begun> begun = new CopyOnWriteArrayList<>();
    final AtomicBoolean closed = new AtomicBoolean();

    @Override
    public CompletionStage<ProbeResult> probe(ProbePlan plan) {
      CompletableFuture<ProbeResult> result = new CompletableFuture<>();
      begun.add(new Begun(plan.target(), Duration.between(START, now), result));
      return result;
    }

    @Override
    public void close() {
      closed.set(true);
    }
  }

  // A fork-join pool would now and then leave a message lying for a while.
  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString(
                  "pekko.actor.default-dispatcher.executor = thread-pool-executor")
              .withFallback(ManualTime.config()));
  private final ManualTime time = ManualTime.get(kit.system());
  private final TestProbe<Ballot> ballots = kit.createTestProbe();
  private final TestProbe<ProberActor.Health> health = kit.createTestProbe();
  private final TestProbe<ProberActor.ProbedNow> probedNow = kit.createTestProbe();
  private final HeldProbes probes = new HeldProbes();
  private final ProbeCounters counters = new ProbeCounters();
  private volatile Instant now = START;
  private @Nullable ActorRef<ProberActor.Command> prober;

  @AfterEach
  void shutDown() {
    kit.shutdownTestKit();
  }

  private ActorRef<ProberActor.Command> prober() {
    ActorRef<ProberActor.Command> running = prober;
    return running == null ? start(NO_PHASE, 1_000) : running;
  }

  private ActorRef<ProberActor.Command> start(RandomGenerator random, int inFlightMax) {
    ActorRef<ProberActor.Command> started =
        kit.spawn(
            ProberActor.create(ballots.getRef(), probes, counters, () -> now, random, inFlightMax));
    prober = started;
    return started;
  }

  private void tell(Profile profile) {
    prober().tell(new ProberActor.Assigned(profile.name(), ProbePlan.allOf(profile)));
    settle();
  }

  private void pass(Duration duration) {
    now = now.plus(duration);
    time.timePasses(duration);
    settle();
  }

  /** In steps, so that what starts in between is seen to start then. */
  private void passInTens(int seconds) {
    for (int passed = 0; passed < seconds; passed += 10) {
      pass(Duration.ofSeconds(10));
    }
  }

  /** Everything told so far has been taken in once a question that came later is answered. */
  private ProberActor.Health settle(EndpointId... endpoints) {
    prober().tell(new ProberActor.GetHealth(List.of(endpoints), health.getRef()));
    return health.receiveMessage();
  }

  private void end(int probe, ProbeResult result) {
    probes.begun.get(probe).result().complete(result);
    settle();
  }

  /** What was said since the last call. */
  private List<String> told() {
    settle();
    Ballot last = new Ballot(new EndpointId("last", "last"), null, START, "");
    ballots.getRef().tell(last);
    List<String> told = new ArrayList<>();
    for (Ballot ballot = ballots.receiveMessage();
        !ballot.equals(last);
        ballot = ballots.receiveMessage()) {
      told.add(ballot.endpoint() + " " + word(ballot.vote()));
    }
    return told;
  }

  private static String word(@Nullable Vote vote) {
    return vote == null
        ? "CHECKING"
        : (vote.up() ? "UP" : "DOWN") + (vote.withdrawn() ? " frozen" : "");
  }

  private List<Long> startedAtSeconds() {
    return probes.begun.stream().map(begun -> begun.at().toSeconds()).toList();
  }

  private static MonitorConfig every(int interval, int timeout, int tolerated) {
    return new MonitorConfig(
        ProbeProtocol.HTTP,
        80,
        "/health",
        interval,
        timeout,
        tolerated,
        1,
        false,
        List.of(),
        List.of());
  }

  // When probes start.

  @Test
  void probesEveryEndpointWithinASecondSpreadOverThatSecond() {
    start(new SplittableRandom(7), 1_000);
    tell(
        profile(
            "web",
            IntStream.range(0, 200)
                .mapToObj(i -> endpoint("e" + i, "e" + i + ".example"))
                .toArray(Endpoint[]::new)));
    pass(Duration.ofMillis(500));
    assertThat(probes.begun).hasSizeBetween(60, 140);
    pass(Duration.ofMillis(500));
    assertThat(probes.begun).hasSize(200);
  }

  @Test
  void probesStartToStartEveryInterval() {
    tell(profile("web", every(10, 9, 3), endpoint("a", "a.example")));
    pass(Duration.ZERO);
    end(0, PASS);
    pass(Duration.ofSeconds(10));
    pass(Duration.ofSeconds(1));
    end(1, FAIL);
    pass(Duration.ofSeconds(9));
    end(2, PASS);
    passInTens(10);
    end(3, PASS);
    passInTens(10);
    assertThat(startedAtSeconds()).containsExactly(0L, 10L, 20L, 30L, 40L);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void votesDownOnTheFailureAfterTheLastThatIsTolerated(int tolerated) {
    tell(profile("web", every(10, 9, tolerated), endpoint("a", "a.example")));
    pass(Duration.ZERO);
    end(0, PASS);
    assertThat(told()).containsExactly("web/a UP");
    for (int failure = 1; failure <= tolerated; failure++) {
      pass(Duration.ofSeconds(10));
      end(failure, FAIL);
    }
    assertThat(told()).isEmpty();
    pass(Duration.ofSeconds(10));
    end(tolerated + 1, FAIL);
    assertThat(told()).containsExactly("web/a DOWN");
    assertThat(startedAtSeconds())
        .as("retries keep to the interval")
        .isEqualTo(LongStream.rangeClosed(0, tolerated + 1).mapToObj(i -> 10 * i).toList());
  }

  @Test
  void aProbeThatOutlastsItsIntervalIsFollowedByOneMoreAndNoPile() {
    tell(profile("web", every(1, 1, 3), endpoint("a", "a.example")));
    pass(Duration.ZERO);
    pass(Duration.ofSeconds(5));
    assertThat(probes.begun).hasSize(1);
    end(0, FAIL);
    assertThat(startedAtSeconds()).containsExactly(0L, 5L);
    end(1, FAIL);
    assertThat(probes.begun).hasSize(2);
    pass(Duration.ofSeconds(1));
    assertThat(startedAtSeconds()).containsExactly(0L, 5L, 6L);
  }

  @Test
  void intervalsStretchWhereTooManyProbesAreInFlight() {
    start(NO_PHASE, 2);
    tell(
        profile(
            "web",
            every(10, 9, 3),
            IntStream.range(0, 5)
                .mapToObj(i -> endpoint("e" + i, "e" + i + ".example"))
                .toArray(Endpoint[]::new)));
    pass(Duration.ZERO);
    assertThat(probes.begun).hasSize(2);
    pass(Duration.ofSeconds(4));
    end(0, PASS);
    end(1, PASS);
    assertThat(probes.begun).hasSize(4);
    assertThat(counters.stretched()).isEqualTo(2);
    pass(Duration.ofSeconds(4));
    end(2, PASS);
    end(3, PASS);
    assertThat(startedAtSeconds()).containsExactly(0L, 0L, 4L, 4L, 8L);
    assertThat(counters.stretched()).isEqualTo(3);
    end(4, PASS);
    // From now on they no longer crowd: each goes on from when it last started.
    pass(Duration.ofSeconds(2));
    end(5, PASS);
    end(6, PASS);
    pass(Duration.ofSeconds(4));
    end(7, PASS);
    end(8, PASS);
    pass(Duration.ofSeconds(4));
    assertThat(startedAtSeconds()).containsExactly(0L, 0L, 4L, 4L, 8L, 10L, 10L, 14L, 14L, 18L);
    assertThat(counters.stretched()).isEqualTo(3);
  }

  @Test
  void anEndpointThatHangsDoesNotKeepItsTurnFromOthers() {
    start(NO_PHASE, 1);
    tell(profile("hanging", every(1, 1, 3), endpoint("a", "a.example")));
    pass(Duration.ZERO);
    tell(profile("web", every(10, 9, 3), endpoint("b", "b.example")));
    pass(Duration.ofSeconds(2));
    end(0, FAIL);
    end(1, PASS);
    assertThat(probes.begun)
        .extracting(HeldProbes.Begun::target)
        .containsExactly("a.example", "b.example", "a.example");
  }

  // What is probed.

  @Test
  void probesNeitherDisabledNorAlwaysServedNorNestedEndpoints() {
    tell(
        profile(
            "web",
            disabled(endpoint("off", "off.example")),
            alwaysServed("always", "always.example"),
            nested("child", 1, 0, 0)));
    tell(disabled(profile("closed", endpoint("a", "a.example"))));
    pass(Duration.ofSeconds(60));
    assertThat(probes.begun).isEmpty();
  }

  @Test
  void anEditThatLeavesTheProbingAloneDisturbsNothing() {
    Endpoint a = endpoint("a", "a.example");
    tell(profile("web", every(10, 9, 3), a));
    pass(Duration.ZERO);
    end(0, PASS);
    pass(Duration.ofSeconds(4));
    Endpoint heavier =
        new Endpoint(
            "a",
            a.type(),
            a.target(),
            true,
            false,
            100,
            7,
            "westeurope",
            List.of("WORLD"),
            List.of(),
            List.of(),
            1,
            0,
            0);
    tell(profile("web", every(10, 9, 3), heavier, endpoint("b", "b.example")));
    pass(Duration.ZERO);
    pass(Duration.ofSeconds(6));
    assertThat(probes.begun)
        .extracting(begun -> begun.target() + " " + begun.at().toSeconds())
        .containsExactly("a.example 0", "b.example 4", "a.example 10");
    assertThat(told()).containsExactly("web/a UP");
  }

  @Test
  void anEndpointWithOtherProbeSettingsStartsAgainInChecking() {
    tell(profile("web", every(10, 9, 0), endpoint("a", "a.example")));
    pass(Duration.ZERO);
    end(0, FAIL);
    assertThat(told()).containsExactly("web/a DOWN");
    pass(Duration.ofSeconds(3));
    tell(
        profile(
            "web",
            every(10, 9, 0),
            endpoint("a", "a.example", new HttpHeader("Host", "b.example"))));
    assertThat(told()).containsExactly("web/a CHECKING");
    pass(Duration.ZERO);
    assertThat(startedAtSeconds()).containsExactly(0L, 3L);
    pass(Duration.ofSeconds(10));
    assertThat(startedAtSeconds()).containsExactly(0L, 3L);
    end(1, PASS);
    assertThat(told()).containsExactly("web/a UP");
  }

  @Test
  void aResultForSettingsThatNoLongerHoldIsDropped() {
    tell(profile("web", every(10, 9, 0), endpoint("a", "a.example")));
    pass(Duration.ZERO);
    tell(profile("web", every(10, 9, 0), endpoint("a", "b.example")));
    pass(Duration.ZERO);
    end(0, FAIL);
    assertThat(told()).containsExactly("web/a CHECKING");
    assertThat(settle(new EndpointId("web", "a")).observations()).isEmpty();
    end(1, PASS);
    assertThat(told()).containsExactly("web/a UP");
  }

  @Test
  void anEndpointThatGoesIsForgotten() {
    Endpoint a = endpoint("a", "a.example");
    Endpoint b = endpoint("b", "b.example");
    Endpoint c = endpoint("c", "c.example");
    tell(profile("web", every(10, 9, 0), a, b, c));
    pass(Duration.ZERO);
    end(0, FAIL);
    end(1, FAIL);
    end(2, FAIL);
    assertThat(told()).containsExactly("web/a DOWN", "web/b DOWN", "web/c DOWN");
    tell(profile("web", every(10, 9, 0), disabled(a), alwaysServed("b", "b.example")));
    assertThat(told())
        .containsExactlyInAnyOrder("web/a CHECKING", "web/b CHECKING", "web/c CHECKING");
    pass(Duration.ofSeconds(60));
    assertThat(probes.begun).hasSize(3);
    assertThat(settle(new EndpointId("web", "a")).observations()).isEmpty();
  }

  @Test
  void aDeletedProfileIsForgottenWhateverTheCaseOfItsName() {
    tell(profile("Web", every(10, 9, 0), endpoint("a", "a.example")));
    pass(Duration.ZERO);
    end(0, PASS);
    prober().tell(new ProberActor.Assigned("web", Map.of()));
    pass(Duration.ofSeconds(60));
    assertThat(probes.begun).hasSize(1);
    assertThat(told()).containsExactly("web/a UP", "web/a CHECKING");
  }

  @Test
  void anEndpointThatGoesWhileItWaitsIsNotProbed() {
    start(NO_PHASE, 1);
    tell(profile("web", every(10, 9, 3), endpoint("a", "a.example"), endpoint("b", "b.example")));
    pass(Duration.ZERO);
    tell(profile("web", every(10, 9, 3), endpoint("a", "a.example")));
    end(0, PASS);
    assertThat(probes.begun).hasSize(1);
  }

  // What is made of results.

  /** The service hangs just after the first probe; failures end 10 s after each start. */
  @Test
  void followsTheWorkedTimelineOfAServiceThatHangs() {
    tell(profile("web", Samples.monitor(), endpoint("a", "a.example")));
    pass(Duration.ZERO);
    end(0, PASS);
    List<String> timeline = new ArrayList<>();
    for (int probe = 1; probe <= 4; probe++) {
      passInTens(probe == 1 ? 40 : 30);
      end(probe, new ProbeResult.Failed("timed out after 10 s"));
      timeline.add(
          probes.begun.get(probe).at().toSeconds()
              + "/"
              + Duration.between(START, now).toSeconds()
              + " "
              + told());
    }
    assertThat(timeline)
        .containsExactly("30/40 [web/a UP]", "60/70 []", "90/100 []", "120/130 [web/a DOWN]");
    passInTens(20);
    end(5, PASS);
    assertThat(told()).containsExactly("web/a UP");
  }

  @Test
  void aProbeThatCouldNotBeMadeChangesNoVerdict() {
    EndpointId a = new EndpointId("web", "a");
    tell(profile("web", every(10, 9, 0), endpoint("a", "a.example")));
    pass(Duration.ZERO);
    end(0, PASS);
    pass(Duration.ofSeconds(10));
    prober().tell(new ProberActor.ProbeNow(a, probedNow.getRef()));
    settle();
    probes.begun.get(1).result().completeExceptionally(new IOException("too many open files"));
    assertThat(settle(a).observations())
        .containsEntry(
            a, new ProberActor.Observation(Verdict.UP, START, "too many open files", 12L));
    probedNow.expectMessage(
        new ProberActor.ProbedNow(a, new ProbeResult.Failed("too many open files")));
    pass(Duration.ofSeconds(10));
    assertThat(probes.begun).hasSize(3);
    assertThat(told()).containsExactly("web/a UP");
  }

  @Test
  void saysWhatItKnows() {
    EndpointId a = new EndpointId("web", "a");
    tell(profile("web", every(10, 9, 1), endpoint("a", "a.example")));
    assertThat(settle(a).observations()).isEmpty();
    pass(Duration.ZERO);
    end(0, PASS);
    assertThat(settle(a).observations())
        .containsEntry(a, new ProberActor.Observation(Verdict.UP, START, "passed", 12L));
    pass(Duration.ofSeconds(10));
    end(1, FAIL);
    assertThat(settle(a).observations())
        .containsEntry(
            a, new ProberActor.Observation(Verdict.UP, START, "status 503, expected 200", 12L));
    pass(Duration.ofSeconds(10));
    end(2, FAIL);
    assertThat(settle(a, new EndpointId("web", "nobody")).observations())
        .hasSize(1)
        .containsEntry(
            a,
            new ProberActor.Observation(
                Verdict.DOWN, START.plusSeconds(20), "status 503, expected 200", 12L));
  }

  // While this node's own uplink is suspect.

  private static final String SUSPECT = "this node's uplink is suspect: every canary fails";

  private void suspect(boolean suspect) {
    prober().tell(new ProberActor.UplinkChanged(suspect ? SUSPECT : null));
    settle();
  }

  @Test
  void aSuspectUplinkFreezesWhatIsBelievedAndFailuresCountForNothing() {
    EndpointId a = new EndpointId("web", "a");
    tell(profile("web", every(10, 9, 0), endpoint("a", "a.example"), endpoint("b", "b.example")));
    pass(Duration.ZERO);
    end(0, PASS);
    end(1, FAIL);
    assertThat(told()).containsExactly("web/a UP", "web/b DOWN");
    suspect(true);
    assertThat(told()).containsExactlyInAnyOrder("web/a UP frozen", "web/b DOWN frozen");
    for (int probe = 2; probe < 8; probe += 2) {
      pass(Duration.ofSeconds(10));
      end(probe, FAIL);
      end(probe + 1, FAIL);
    }
    assertThat(told()).isEmpty();
    assertThat(settle(a).observations())
        .containsEntry(
            a,
            new ProberActor.Observation(
                new Verdict(Verdict.State.UP, true),
                START,
                "vote withdrawn, " + SUSPECT + "; last probe: status 503, expected 200",
                12L));
  }

  @Test
  void votesReturnWithTheNextResultsAndFailuresAreCountedFromThere() {
    tell(profile("web", every(10, 9, 1), endpoint("a", "a.example")));
    pass(Duration.ZERO);
    end(0, PASS);
    pass(Duration.ofSeconds(10));
    end(1, FAIL);
    suspect(true);
    pass(Duration.ofSeconds(10));
    end(2, FAIL);
    assertThat(told()).containsExactly("web/a UP", "web/a UP frozen");
    suspect(false);
    assertThat(told()).as("nothing is known yet").isEmpty();
    pass(Duration.ofSeconds(10));
    end(3, FAIL);
    assertThat(told()).as("one failure is tolerated").containsExactly("web/a UP");
    pass(Duration.ofSeconds(10));
    end(4, FAIL);
    assertThat(told()).containsExactly("web/a DOWN");
  }

  @Test
  void aProbeThatBeganInDoubtDoesNotCountWhenItFailsLater() {
    tell(profile("web", every(10, 9, 0), endpoint("a", "a.example")));
    pass(Duration.ZERO);
    end(0, PASS);
    suspect(true);
    pass(Duration.ofSeconds(10));
    suspect(false);
    end(1, FAIL);
    assertThat(told()).containsExactly("web/a UP", "web/a UP frozen");
    pass(Duration.ofSeconds(10));
    end(2, FAIL);
    assertThat(told()).containsExactly("web/a DOWN");
  }

  @Test
  void aProbeThatFailsInDoubtDoesNotCountAlthoughItBeganBefore() {
    tell(profile("web", every(10, 9, 0), endpoint("a", "a.example")));
    pass(Duration.ZERO);
    end(0, PASS);
    pass(Duration.ofSeconds(10));
    suspect(true);
    end(1, FAIL);
    assertThat(told()).containsExactly("web/a UP", "web/a UP frozen");
  }

  @Test
  void whatASuspectNodeNeverReachedStaysInChecking() {
    EndpointId a = new EndpointId("web", "a");
    suspect(true);
    tell(profile("web", every(10, 9, 0), endpoint("a", "a.example")));
    pass(Duration.ZERO);
    end(0, FAIL);
    pass(Duration.ofSeconds(10));
    end(1, FAIL);
    assertThat(told()).isEmpty();
    assertThat(settle(a).observations())
        .containsEntry(
            a,
            new ProberActor.Observation(
                Verdict.CHECKING,
                START,
                "vote withdrawn, " + SUSPECT + "; last probe: status 503, expected 200",
                null));
  }

  @Test
  void whatASuspectNodeReachesIsUpAllTheSame() {
    tell(profile("web", every(10, 9, 0), endpoint("a", "a.example")));
    pass(Duration.ZERO);
    end(0, FAIL);
    suspect(true);
    pass(Duration.ofSeconds(10));
    end(1, PASS);
    assertThat(told()).containsExactly("web/a DOWN", "web/a DOWN frozen", "web/a UP frozen");
    suspect(false);
    pass(Duration.ofSeconds(10));
    end(2, PASS);
    assertThat(told()).containsExactly("web/a UP");
  }

  // Probes at once.

  @Test
  void probesAtOnceAndCountsTheResult() {
    EndpointId a = new EndpointId("web", "a");
    tell(profile("web", every(10, 9, 0), endpoint("a", "a.example")));
    pass(Duration.ZERO);
    end(0, FAIL);
    pass(Duration.ofSeconds(3));
    prober().tell(new ProberActor.ProbeNow(a, probedNow.getRef()));
    settle();
    end(1, PASS);
    probedNow.expectMessage(new ProberActor.ProbedNow(a, PASS));
    assertThat(told()).containsExactly("web/a DOWN", "web/a UP");
    pass(Duration.ofSeconds(7));
    assertThat(startedAtSeconds()).containsExactly(0L, 3L, 10L);
  }

  @Test
  void whoAsksDuringAProbeGetsItsResult() {
    EndpointId a = new EndpointId("web", "a");
    tell(profile("web", every(10, 9, 0), endpoint("a", "a.example")));
    pass(Duration.ZERO);
    prober().tell(new ProberActor.ProbeNow(a, probedNow.getRef()));
    prober().tell(new ProberActor.ProbeNow(a, probedNow.getRef()));
    end(0, FAIL);
    probedNow.expectMessage(new ProberActor.ProbedNow(a, FAIL));
    probedNow.expectMessage(new ProberActor.ProbedNow(a, FAIL));
    assertThat(probes.begun).hasSize(1);
  }

  @Test
  void aProbeAtOnceComesBeforeThoseThatWait() {
    start(NO_PHASE, 1);
    tell(
        profile(
            "web",
            every(10, 9, 3),
            endpoint("a", "a.example"),
            endpoint("b", "b.example"),
            endpoint("c", "c.example")));
    pass(Duration.ZERO);
    EndpointId c = new EndpointId("web", "c");
    prober().tell(new ProberActor.ProbeNow(c, probedNow.getRef()));
    end(0, PASS);
    end(1, PASS);
    end(2, PASS);
    assertThat(probes.begun)
        .extracting(HeldProbes.Begun::target)
        .containsExactly("a.example", "c.example", "b.example");
    probedNow.expectMessage(new ProberActor.ProbedNow(c, PASS));
  }

  @Test
  void saysThatAnEndpointIsNotProbedHere() {
    EndpointId a = new EndpointId("web", "a");
    prober().tell(new ProberActor.ProbeNow(a, probedNow.getRef()));
    probedNow.expectMessage(new ProberActor.ProbedNow(a, null));
    tell(profile("web", endpoint("a", "a.example")));
    pass(Duration.ZERO);
    prober().tell(new ProberActor.ProbeNow(a, probedNow.getRef()));
    prober().tell(new ProberActor.Assigned("web", Map.of()));
    probedNow.expectMessage(new ProberActor.ProbedNow(a, null));
  }

  @Test
  void probesNothingWhereTheSettingsSayThatItRests() {
    prober =
        kit.spawn(
            ProberActor.create(
                new NodeSettings.Prober(false, true, List.of(), List.of(), List.of()),
                ballots.getRef(),
                _ -> null,
                "1",
                counters));
    EndpointId a = new EndpointId("web", "a");
    tell(profile("web", every(10, 9, 0), endpoint("a", "127.0.0.1")));
    pass(Duration.ofSeconds(60));
    prober().tell(new ProberActor.ProbeNow(a, probedNow.getRef()));
    probedNow.expectMessage(new ProberActor.ProbedNow(a, null));
    assertThat(settle(a).observations()).isEmpty();
    assertThat(counters.started()).isZero();
  }

  @Test
  void closesItsConnectionsWhenItStops() {
    kit.stop(prober());
    assertThat(probes.closed).isTrue();
  }
}

package io.waymark.node.prober;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.waymark.protocol.health.ProbeResult;
import io.waymark.protocol.profile.ProbeProtocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Canaries on real sockets, probed on virtual time. */
final class CanaryActorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ProberActor.Command LAST = new ProberActor.Assigned("last", Map.of());

  /** Probes really, and hands over each result when a test says so. */
  private static final class RelayedProbes implements Probes {
    private record Begun(
        CompletableFuture<ProbeResult> found, CompletableFuture<ProbeResult> told) {}

    private final NettyProbes real =
        new NettyProbes(1, "1", List.of(), _ -> null, null, new ProbeCounters());
    final List<Begun> begun = new CopyOnWriteArrayList<>();
    final AtomicBoolean closed = new AtomicBoolean();

    @Override
    public CompletionStage<ProbeResult> probe(ProbePlan plan) {
      CompletableFuture<ProbeResult> told = new CompletableFuture<>();
      begun.add(new Begun(real.probe(plan).toCompletableFuture(), told));
      return told;
    }

    @Override
    public void close() {
      closed.set(true);
      real.close();
    }
  }

  // A fork-join pool would now and then leave a message lying for a while.
  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString(
                  "pekko.actor.default-dispatcher.executor = thread-pool-executor")
              .withFallback(ManualTime.config()));
  private final ManualTime time = ManualTime.get(kit.system());
  private final TestProbe<ProberActor.Command> prober = kit.createTestProbe();
  private final RelayedProbes probes = new RelayedProbes();
  private final ProbeCounters counters = new ProbeCounters();
  private int rounds;

  @AfterEach
  void shutDown() {
    kit.shutdownTestKit();
    probes.close();
  }

  private ActorRef<CanaryActor.Command> watch(TestServer... canaries) {
    List<String> names =
        List.of(canaries).stream().map(canary -> "127.0.0.1:" + canary.port()).toList();
    return kit.spawn(CanaryActor.create(names, probes, counters, prober.getRef()));
  }

  /** Lets time come round to the next probes of so many canaries, without telling their results. */
  private List<RelayedProbes.Begun> begin(int canaries) {
    time.timePasses(rounds == 0 ? Duration.ZERO : CanaryActor.INTERVAL);
    rounds++;
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (probes.begun.size() < rounds * canaries) {
      assertThat(System.nanoTime()).as("patience").isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
    return probes.begun.subList((rounds - 1) * canaries, rounds * canaries);
  }

  private void round(int canaries) {
    begin(canaries).forEach(begun -> begun.told().complete(begun.found().join()));
  }

  /** That what was found before the last probes began was no news. */
  private void expectNoNews() {
    prober.getRef().tell(LAST);
    prober.expectMessage(PATIENCE, LAST);
  }

  private static TestServer open(int port) {
    TestServer[] self = new TestServer[1];
    self[0] = TestServer.on("127.0.0.1", port, socket -> self[0].awaitEnd(socket));
    return self[0];
  }

  @Test
  void suspectsTheUplinkWhenAllFailTwiceAndTrustsItWhenOneAnswers() {
    TestServer a = open(0);
    TestServer b = open(0);
    watch(a, b);
    round(2);
    b.close();
    round(2);
    round(2);
    round(2);
    begin(2).forEach(begun -> begun.told().complete(begun.found().join()));
    expectNoNews();
    assertThat(counters.uplinkSuspect()).isFalse();

    a.close();
    round(2);
    begin(2);
    expectNoNews();
    probes
        .begun
        .subList(probes.begun.size() - 2, probes.begun.size())
        .forEach(begun -> begun.told().complete(begun.found().join()));
    ProberActor.UplinkChanged suspect =
        prober.expectMessageClass(ProberActor.UplinkChanged.class, PATIENCE);
    assertThat(suspect.suspicion())
        .startsWith("this node's uplink is suspect: every canary fails: ")
        .contains("127.0.0.1:" + a.port() + " (connection refused)")
        .contains("127.0.0.1:" + b.port() + " (connection refused)");
    begin(2);
    assertThat(counters.uplinkSuspect()).isTrue();
    expectNoNews();
    probes
        .begun
        .subList(probes.begun.size() - 2, probes.begun.size())
        .forEach(begun -> begun.told().complete(begun.found().join()));

    try (TestServer again = open(b.port())) {
      round(2);
      prober.expectMessage(PATIENCE, new ProberActor.UplinkChanged(null));
      round(2);
      begin(2);
      expectNoNews();
      assertThat(counters.uplinkSuspect()).isFalse();
      assertThat(again.port()).isEqualTo(b.port());
    }
  }

  @Test
  void whatCouldNotBeProbedForAReasonOfOurOwnSaysNothing() {
    TestServer gone = open(0);
    gone.close();
    watch(gone);
    round(1);
    for (int i = 0; i < 3; i++) {
      begin(1)
          .getFirst()
          .told()
          .completeExceptionally(
              new ProbeFailure(FailureKind.INTERNAL, "probe not possible: too many open files"));
    }
    begin(1);
    expectNoNews();
    assertThat(counters.uplinkSuspect()).isFalse();
  }

  @Test
  void aCanaryThatHangsIsNotProbedTwiceAtOnce() {
    TestServer canary = open(0);
    watch(canary);
    List<RelayedProbes.Begun> hanging = begin(1);
    time.timePasses(CanaryActor.INTERVAL);
    time.timePasses(CanaryActor.INTERVAL);
    hanging.getFirst().told().complete(new ProbeResult.Failed("timed out"));
    begin(1);
    assertThat(probes.begun).hasSize(2);
    canary.close();
  }

  @Test
  void everyFormOfACanaryIsProbedOverTcp() {
    assertThat(CanaryActor.plan("a.example:443").target()).isEqualTo("a.example");
    assertThat(CanaryActor.plan("192.0.2.1:53").target()).isEqualTo("192.0.2.1");
    ProbePlan v6 = CanaryActor.plan("[2001:db8::1]:80");
    assertThat(v6.target()).isEqualTo("2001:db8::1");
    assertThat(v6.address()).isNotNull();
    assertThat(v6.monitor().port()).isEqualTo(80);
    assertThat(v6.monitor().protocol()).isEqualTo(ProbeProtocol.TCP);
    assertThat(v6.timeout()).isLessThan(CanaryActor.INTERVAL);
  }

  @Test
  void closesItsConnectionsWhenItStops() {
    TestServer canary = open(0);
    kit.stop(watch(canary));
    assertThat(probes.closed).isTrue();
    canary.close();
  }
}

package io.waymark.node.prober;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.waymark.node.settings.NodeSettings;
import io.waymark.protocol.health.ProbeResult;
import io.waymark.protocol.health.Samples;
import io.waymark.protocol.health.Vote;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.MonitorConfig;
import io.waymark.protocol.profile.ProbeProtocol;
import io.waymark.protocol.profile.Profile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole prober, against a real server, in real time. */
final class ProberTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final EndpointId ENDPOINT = new EndpointId("web", "a");

  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString(
                  "pekko.actor.default-dispatcher.executor = thread-pool-executor")
              .withFallback(ConfigFactory.load()));
  private final AtomicInteger status = new AtomicInteger(200);
  private final TestServer server;

  ProberTest() {
    TestServer[] self = new TestServer[1];
    self[0] =
        TestServer.on(
            "127.0.0.1",
            socket -> {
              self[0].readRequest(socket);
              String response = "HTTP/1.1 " + status + " Status\r\nContent-Length: 0\r\n\r\n";
              socket.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
              self[0].awaitEnd(socket);
            });
    server = self[0];
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
    server.close();
  }

  @Test
  void tellsWhatBecomesOfAnEndpoint() {
    TestProbe<Ballot> ballots = kit.createTestProbe();
    ProbeCounters counters = new ProbeCounters();
    ActorRef<ProberActor.Command> prober =
        kit.spawn(
            ProberActor.create(
                new NodeSettings.Prober(true, true, List.of(), List.of(), List.of()),
                ballots.getRef(),
                _ -> null,
                "1",
                counters));
    MonitorConfig monitor =
        new MonitorConfig(
            ProbeProtocol.HTTP, server.port(), "/", 10, 9, 0, 1, false, List.of(), List.of());
    Profile profile = Samples.profile("web", monitor, Samples.endpoint("a", "127.0.0.1"));
    prober.tell(new ProberActor.Assigned("web", ProbePlan.allOf(profile)));
    expect(ballots, Vote.UP);

    status.set(503);
    assertThat(probeNow(prober)).isInstanceOf(ProbeResult.Failed.class);
    expect(ballots, Vote.DOWN);

    status.set(200);
    assertThat(probeNow(prober)).isInstanceOf(ProbeResult.Passed.class);
    expect(ballots, Vote.UP);

    prober.tell(new ProberActor.Assigned("web", Map.of()));
    expect(ballots, null);
    assertThat(counters.passed()).isGreaterThanOrEqualTo(2);
    assertThat(counters.failed(FailureKind.STATUS)).isPositive();
  }

  /**
   * The result of a probe that begins from now on: the first reply may be that of one on its way.
   */
  private ProbeResult probeNow(ActorRef<ProberActor.Command> prober) {
    TestProbe<ProberActor.ProbedNow> replies = kit.createTestProbe();
    prober.tell(new ProberActor.ProbeNow(ENDPOINT, replies.getRef()));
    replies.receiveMessage(PATIENCE);
    prober.tell(new ProberActor.ProbeNow(ENDPOINT, replies.getRef()));
    return Objects.requireNonNull(replies.receiveMessage(PATIENCE).result());
  }

  private static void expect(TestProbe<Ballot> ballots, @Nullable Vote vote) {
    Ballot ballot = ballots.receiveMessage(PATIENCE);
    assertThat(ballot.endpoint()).isEqualTo(ENDPOINT);
    assertThat(ballot.vote()).isEqualTo(vote);
  }
}

package io.waymark.node.prober;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.health.ProbeResult;
import io.waymark.protocol.profile.MonitorConfig;
import io.waymark.protocol.profile.ProbeProtocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Targets that are names: how they are looked up, and which of their addresses is used. */
final class TargetNameTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final TestNameServer names =
      TestNameServer.knowing(
          "web.example. 60 IN A 127.0.0.1",
          "www.example. 60 IN CNAME alias.example.",
          "alias.example. 60 IN CNAME web.example.",
          "both.example. 60 IN AAAA ::1",
          "both.example. 60 IN A 127.0.0.1",
          "many.example. 60 IN A 127.0.0.2",
          "many.example. 60 IN A 127.0.0.3",
          "brief.example. 0 IN A 127.0.0.1",
          "text.example. 60 IN TXT \"no address\"");
  private final ProbeCounters counters = new ProbeCounters();
  private final NettyProbes probes =
      new NettyProbes(1, "1", List.of(names.address()), _ -> null, null, counters);
  private final List<AutoCloseable> toClose = new ArrayList<>(List.of(probes, names));

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : toClose) {
      each.close();
    }
  }

  private TestServer serving(String address, int port) {
    TestServer server = TestServer.answeringOn(address, port, OK);
    toClose.add(server);
    return server;
  }

  private ProbeResult probe(String target, int port, int timeout) {
    MonitorConfig monitor =
        new MonitorConfig(
            ProbeProtocol.HTTP, port, "/", 10, timeout, 3, 1, false, List.of(), List.of());
    return probes.probe(new ProbePlan(target, monitor, List.of())).toCompletableFuture().join();
  }

  private static ProbeResult failed(String reason) {
    return new ProbeResult.Failed(reason);
  }

  @Test
  void isLookedUpAndSentAsHost() {
    TestServer server = serving("127.0.0.1", 0);
    assertThat(probe("web.example", server.port(), 9)).isInstanceOf(ProbeResult.Passed.class);
    assertThat(server.requests().getFirst()).contains("host: web.example\r\n");
  }

  @Test
  void isFollowedThroughAliases() {
    TestServer server = serving("127.0.0.1", 0);
    assertThat(probe("www.example", server.port(), 9)).isInstanceOf(ProbeResult.Passed.class);
    assertThat(server.requests().getFirst()).contains("host: www.example\r\n");
  }

  @Test
  void isAskedForAgainOnlyWhenItsTtlHasPassed() {
    TestServer server = serving("127.0.0.1", 0);
    for (int i = 0; i < 3; i++) {
      probe("web.example", server.port(), 9);
      probe("brief.example", server.port(), 9);
    }
    assertThat(names.questions()).filteredOn("web.example. A"::equals).hasSize(1);
    assertThat(names.questions()).filteredOn("brief.example. A"::equals).hasSize(3);
  }

  @Test
  void thatDoesNotExistIsAReason() {
    assertThat(probe("x.example", 80, 9)).isEqualTo(failed("name not found: x.example"));
    assertThat(probe("text.example", 80, 9)).isEqualTo(failed("name has no address: text.example"));
    assertThat(probe("broken.example", 80, 9))
        .isInstanceOfSatisfying(
            ProbeResult.Failed.class,
            failed ->
                assertThat(failed.reason())
                    .startsWith("name could not be resolved: broken.example"));
    assertThat(counters.failed(FailureKind.NAME)).isEqualTo(3);
  }

  @Test
  void thatNobodyAnswersForTimesOutWithTheProbe() {
    assertThat(probe("silent.example", 80, 1))
        .isEqualTo(failed("timed out after 1 s resolving silent.example"));
  }

  @Test
  void isReachedAtTheOtherFamilyWhereOneRefuses() {
    TestServer server = serving("127.0.0.1", 0);
    assertThat(probe("both.example", server.port(), 9)).isInstanceOf(ProbeResult.Passed.class);
  }

  @Test
  void isReachedAtAnotherAddressWhereOneRefuses() {
    TestServer second = serving("127.0.0.3", 0);
    assertThat(probe("many.example", second.port(), 9)).isInstanceOf(ProbeResult.Passed.class);
  }

  @Test
  void isReachedAtAnotherAddressWhereOneIsSilent() throws IOException {
    TestServer second = serving("127.0.0.3", 0);
    // A listener whose queue is full and that never accepts drops what comes after.
    try (ServerSocket full = new ServerSocket()) {
      full.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), second.port()), 1);
      for (int i = 0; i < 8; i++) {
        SocketChannel filler = SocketChannel.open();
        toClose.add(filler);
        filler.configureBlocking(false);
        var _ = filler.connect(full.getLocalSocketAddress());
      }
      assertThat(probe("many.example", second.port(), 9)).isInstanceOf(ProbeResult.Passed.class);
    }
    assertThat(second.requests()).hasSize(1);
  }

  @Test
  void isRefusedOnlyWhereAllItsAddressesAre() {
    TestServer server = serving("127.0.0.3", 0);
    try (NettyProbes picky =
            new NettyProbes(
                1,
                "1",
                List.of(names.address()),
                address -> address.toString().equals("127.0.0.2") ? "not that one" : null,
                null,
                counters);
        NettyProbes closed =
            new NettyProbes(1, "1", List.of(names.address()), _ -> "closed", null, counters)) {
      MonitorConfig monitor =
          new MonitorConfig(
              ProbeProtocol.HTTP, server.port(), "/", 10, 9, 3, 1, false, List.of(), List.of());
      ProbePlan plan = new ProbePlan("many.example", monitor, List.of());
      assertThat(picky.probe(plan).toCompletableFuture().join())
          .isInstanceOf(ProbeResult.Passed.class);
      assertThat(closed.probe(plan).toCompletableFuture().join())
          .isInstanceOfSatisfying(
              ProbeResult.Failed.class,
              failed ->
                  assertThat(failed.reason())
                      .matches("target 127\\.0\\.0\\.[23] is refused: closed"));
    }
  }
}

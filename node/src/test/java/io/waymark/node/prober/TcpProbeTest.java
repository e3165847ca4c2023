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

final class TcpProbeTest {
  private final ProbeCounters counters = new ProbeCounters();
  private final NettyProbes probes = new NettyProbes(1, "1", List.of(), _ -> null, null, counters);

  @AfterEach
  void stop() {
    probes.close();
  }

  private ProbeResult probe(int port) {
    MonitorConfig monitor =
        new MonitorConfig(ProbeProtocol.TCP, port, null, 1, 1, 3, 1, false, List.of(), List.of());
    return probes
        .probe(new ProbePlan("127.0.0.1", monitor, List.of()))
        .toCompletableFuture()
        .join();
  }

  @Test
  void passesOnAnOpenPortAndClosesInTheNormalWay() throws Exception {
    TestServer[] server = new TestServer[1];
    server[0] = TestServer.on("127.0.0.1", socket -> server[0].awaitEnd(socket));
    try (TestServer open = server[0]) {
      assertThat(probe(open.port())).isInstanceOf(ProbeResult.Passed.class);
      assertThat(open.nextEnding()).isEqualTo("closed");
    }
  }

  @Test
  void asksTheGuardAboutTheAddressThatIsConnectedTo() {
    try (NettyProbes guarded =
        new NettyProbes(
            1, "1", List.of(), address -> address.v6() ? null : "loopback", null, counters)) {
      MonitorConfig monitor =
          new MonitorConfig(ProbeProtocol.TCP, 9, null, 1, 1, 3, 1, false, List.of(), List.of());
      assertThat(
              guarded
                  .probe(new ProbePlan("::ffff:127.0.0.1", monitor, List.of()))
                  .toCompletableFuture()
                  .join())
          .isEqualTo(new ProbeResult.Failed("target 127.0.0.1 is refused: loopback"));
    }
  }

  @Test
  void failsOnAClosedPort() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket()) {
      closed.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
      port = closed.getLocalPort();
    }
    assertThat(probe(port)).isEqualTo(new ProbeResult.Failed("connection refused"));
  }

  @Test
  void timesOutWhereNobodyAnswers() throws IOException {
    List<SocketChannel> fillers = new ArrayList<>();
    // A listener whose queue is full and that never accepts drops what comes after.
    try (ServerSocket full = new ServerSocket()) {
      full.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 1);
      for (int i = 0; i < 8; i++) {
        SocketChannel filler = SocketChannel.open();
        fillers.add(filler);
        filler.configureBlocking(false);
        var _ = filler.connect(full.getLocalSocketAddress());
      }
      assertThat(probe(full.getLocalPort()))
          .isEqualTo(new ProbeResult.Failed("timed out after 1 s connecting"));
    } finally {
      for (SocketChannel filler : fillers) {
        filler.close();
      }
    }
  }
}

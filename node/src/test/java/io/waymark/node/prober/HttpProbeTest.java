package io.waymark.node.prober;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.waymark.protocol.health.ProbeResult;
import io.waymark.protocol.profile.MonitorConfig;
import io.waymark.protocol.profile.ProbeProtocol;
import io.waymark.protocol.profile.StatusCodeRange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HttpProbeTest {
  private final ProbeCounters counters = new ProbeCounters();
  private final NettyProbes probes =
      new NettyProbes(1, "1.2.3", List.of(), _ -> null, null, counters);
  private final List<HttpServer> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    probes.close();
    servers.forEach(server -> server.stop(0));
  }

  private int answering(int status) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    servers.add(server);
    return server.getAddress().getPort();
  }

  private ProbeResult probe(int port, StatusCodeRange... expected) {
    MonitorConfig monitor =
        new MonitorConfig(
            ProbeProtocol.HTTP, port, "/health", 10, 5, 3, 1, false, List.of(), List.of(expected));
    return probes
        .probe(new ProbePlan("127.0.0.1", monitor, List.of()))
        .toCompletableFuture()
        .join();
  }

  @Test
  void passesOn200() throws IOException {
    assertThat(probe(answering(200))).isInstanceOf(ProbeResult.Passed.class);
    assertThat(counters.passed()).isEqualTo(1);
  }

  @Test
  void failsOnAnyOtherStatus() throws IOException {
    for (int status : new int[] {201, 204, 301, 302, 404, 503}) {
      assertThat(probe(answering(status)))
          .isEqualTo(new ProbeResult.Failed("status " + status + ", expected 200"));
    }
  }
}

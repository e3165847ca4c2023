package io.waymark.node.prober;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.health.ProbeResult;
import io.waymark.protocol.profile.HttpHeader;
import io.waymark.protocol.profile.MonitorConfig;
import io.waymark.protocol.profile.ProbeProtocol;
import io.waymark.protocol.profile.StatusCodeRange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HttpProbeTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final ProbeCounters counters = new ProbeCounters();
  private final NettyProbes probes =
      new NettyProbes(1, "1.2.3", List.of(), _ -> null, null, counters);
  private final List<AutoCloseable> toClose = new ArrayList<>(List.of(probes));

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : toClose) {
      each.close();
    }
  }

  private TestServer serving(String response) {
    return opened(TestServer.answering(response));
  }

  private TestServer opened(TestServer server) {
    toClose.add(server);
    return server;
  }

  private static String response(String statusLine) {
    return "HTTP/1.1 " + statusLine + "\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n";
  }

  private static MonitorConfig monitor(int port, StatusCodeRange... expected) {
    return new MonitorConfig(
        ProbeProtocol.HTTP,
        port,
        "/health?deep=1",
        10,
        9,
        3,
        1,
        false,
        List.of(),
        List.of(expected));
  }

  private ProbeResult probe(TestServer server, StatusCodeRange... expected) {
    return start(monitor(server.port(), expected)).join();
  }

  private CompletableFuture<ProbeResult> start(MonitorConfig monitor) {
    return probes.probe(new ProbePlan("127.0.0.1", monitor, List.of())).toCompletableFuture();
  }

  private static MonitorConfig withinASecond(int port) {
    return new MonitorConfig(
        ProbeProtocol.HTTP, port, "/", 1, 1, 3, 1, false, List.of(), List.of());
  }

  private static ProbeResult failed(String reason) {
    return new ProbeResult.Failed(reason);
  }

  // Statuses.

  @Test
  void passesOn200() {
    assertThat(probe(serving(OK))).isInstanceOf(ProbeResult.Passed.class);
    assertThat(counters.started()).isEqualTo(1);
    assertThat(counters.passed()).isEqualTo(1);
    assertThat(counters.inFlight()).isZero();
  }

  @Test
  void failsOnAnyOtherStatusUnlessItIsExpected() {
    for (String status : List.of("201 Created", "204 None", "301 Moved", "302 Found", "503 No")) {
      assertThat(probe(serving(response(status))))
          .isEqualTo(failed("status " + status.substring(0, 3) + ", expected 200"));
    }
    assertThat(counters.failed(FailureKind.STATUS)).isEqualTo(5);
  }

  @Test
  void passesOnStatusesInTheExpectedRangesAlone() {
    StatusCodeRange[] ranges = {new StatusCodeRange(204, 204), new StatusCodeRange(301, 302)};
    for (String status : List.of("204 None", "301 Moved", "302 Found")) {
      assertThat(probe(serving(response(status)), ranges)).isInstanceOf(ProbeResult.Passed.class);
    }
    assertThat(probe(serving(OK), ranges)).isEqualTo(failed("status 200, expected 204, 301-302"));
  }

  @Test
  void neverFollowsARedirect() {
    TestServer server = serving(response("302 Found"));
    assertThat(probe(server, new StatusCodeRange(302, 302))).isInstanceOf(ProbeResult.Passed.class);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void whatAPageSaysDoesNotMatter() {
    for (String body : List.of("", "ERROR 503: the database is down", "\0\u0001HTTP/1.1 500")) {
      String head = " Here\r\nContent-Length: " + body.length() + "\r\n\r\n";
      assertThat(probe(serving("HTTP/1.1 200" + head + body)))
          .isInstanceOf(ProbeResult.Passed.class);
      assertThat(probe(serving("HTTP/1.1 500" + head + body)))
          .isEqualTo(failed("status 500, expected 200"));
    }
  }

  @Test
  void waitsForTheFinalResponseAfterInterimOnes() {
    String interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
    assertThat(probe(serving(interim + OK))).isInstanceOf(ProbeResult.Passed.class);
    assertThat(probe(serving(interim + response("503 No"))))
        .isEqualTo(failed("status 503, expected 200"));
  }

  // Requests.

  @Test
  void sendsAGetForThePathWithItsOwnNameAndTheTargetAsHost() {
    TestServer server = serving(OK);
    probe(server);
    assertThat(server.requests().getFirst().lines())
        .containsExactlyInAnyOrder(
            "GET /health?deep=1 HTTP/1.1",
            "host: 127.0.0.1",
            "user-agent: Waymark-Prober/1.2.3",
            "accept: */*",
            "connection: close",
            "");
  }

  @Test
  void sendsTheEndpointsHeadersBeforeTheProfilesBeforeItsOwn() {
    TestServer server = serving(OK);
    MonitorConfig monitor =
        new MonitorConfig(
            ProbeProtocol.HTTP,
            server.port(),
            "/",
            10,
            9,
            3,
            1,
            false,
            List.of(
                new HttpHeader("Host", "profile.example"),
                new HttpHeader("User-Agent", "profile"),
                new HttpHeader("X-Both", "profile"),
                new HttpHeader("X-Profile", "profile")),
            List.of());
    List<HttpHeader> own =
        List.of(new HttpHeader("host", "endpoint.example"), new HttpHeader("x-both", "endpoint"));
    probes.probe(new ProbePlan("127.0.0.1", monitor, own)).toCompletableFuture().join();
    assertThat(server.requests().getFirst().lines())
        .containsExactlyInAnyOrder(
            "GET / HTTP/1.1",
            "host: endpoint.example",
            "User-Agent: profile",
            "x-both: endpoint",
            "X-Profile: profile",
            "accept: */*",
            "connection: close",
            "");
  }

  @Test
  void aHeaderThatCannotBeSentIsAReasonAndNotAStackTrace() {
    TestServer server = serving(OK);
    List<HttpHeader> broken = List.of(new HttpHeader("X-Bad", "line\r\nInjected: yes"));
    ProbeResult result =
        probes
            .probe(new ProbePlan("127.0.0.1", monitor(server.port()), broken))
            .toCompletableFuture()
            .join();
    assertThat(result)
        .isInstanceOfSatisfying(
            ProbeResult.Failed.class,
            failed -> assertThat(failed.reason()).startsWith("the request cannot be sent: "));
    assertThat(counters.failed(FailureKind.REQUEST)).isEqualTo(1);
    assertThat(server.requests()).isEmpty();
  }

  // Connections.

  @Test
  void usesOneConnectionForEachProbeAndClosesIt() throws Exception {
    TestServer server = serving(OK);
    probe(server);
    probe(server);
    assertThat(server.nextEnding()).isEqualTo("closed");
    assertThat(server.nextEnding()).isEqualTo("closed");
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void closesTheConnectionOfAProbeThatFailed() throws Exception {
    TestServer server = serving(response("503 No"));
    probe(server);
    assertThat(server.nextEnding()).isEqualTo("closed");
  }

  @Test
  void saysThatTheConnectionWasRefused() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket()) {
      closed.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
      port = closed.getLocalPort();
    }
    assertThat(start(monitor(port)).join()).isEqualTo(failed("connection refused"));
    assertThat(counters.failed(FailureKind.CONNECT)).isEqualTo(1);
  }

  @Test
  void doesNotConnectToATargetThatIsRefused() {
    TestServer server = serving(OK);
    try (NettyProbes guarded =
        new NettyProbes(
            1,
            "1",
            List.of(),
            address -> address.toString().equals("127.0.0.1") ? "loopback" : null,
            null,
            counters)) {
      assertThat(
              guarded
                  .probe(new ProbePlan("127.0.0.1", monitor(server.port()), List.of()))
                  .toCompletableFuture()
                  .join())
          .isEqualTo(failed("target 127.0.0.1 is refused: loopback"));
    }
    assertThat(counters.failed(FailureKind.DENIED)).isEqualTo(1);
    assertThat(server.requests()).isEmpty();
  }

  // Responses.

  @Test
  void readsBodiesOfEveryFraming() {
    String head = "HTTP/1.1 200 OK\r\n";
    assertThat(probe(serving(head + "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")))
        .isInstanceOf(ProbeResult.Passed.class);
    TestServer untilClose =
        opened(TestServer.on("127.0.0.1", socket -> saying(socket, head + "\r\nok")));
    assertThat(probe(untilClose)).isInstanceOf(ProbeResult.Passed.class);
    TestServer old =
        opened(TestServer.on("127.0.0.1", socket -> saying(socket, "HTTP/1.0 200 OK\r\n\r\nok")));
    assertThat(probe(old)).isInstanceOf(ProbeResult.Passed.class);
  }

  private static void saying(Socket socket, String text) throws IOException {
    byte[] request = new byte[8192];
    assertThat(socket.getInputStream().read(request)).isPositive();
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void failsWhereTheResponseIsCutShort() {
    for (String cut :
        List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n")) {
      TestServer server = opened(TestServer.on("127.0.0.1", socket -> saying(socket, cut)));
      assertThat(probe(server))
          .isEqualTo(failed("connection closed before the response was complete"));
    }
    TestServer mute = opened(TestServer.on("127.0.0.1", socket -> saying(socket, "")));
    assertThat(probe(mute)).isEqualTo(failed("connection closed without a response"));
    assertThat(counters.failed(FailureKind.RESPONSE)).isEqualTo(3);
  }

  @Test
  void failsWhereTheResponseIsNotHttp() {
    TestServer server = serving("220 mail.example ESMTP\r\n\r\n");
    assertThat(probe(server))
        .isInstanceOfSatisfying(
            ProbeResult.Failed.class,
            failed -> assertThat(failed.reason()).startsWith("not a valid HTTP response"));
  }

  @Test
  void readsNoMoreThanABoundedBody() {
    TestServer endless =
        opened(
            TestServer.on(
                "127.0.0.1",
                socket -> {
                  OutputStream out = socket.getOutputStream();
                  out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                  byte[] piece = new byte[1 << 16];
                  while (true) {
                    out.write(piece);
                  }
                }));
    assertThat(probe(endless)).isEqualTo(failed("response longer than 4194304 bytes"));
  }

  @Test
  void timesOutWhereAResponseIsLateOrNeverComplete() {
    // The first probe of a process takes its time to load what it needs.
    probe(serving(OK));
    TestServer silent = opened(TestServer.silent());
    TestServer slow = serving("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly the beginning");
    CompletableFuture<ProbeResult> late = start(withinASecond(silent.port()));
    CompletableFuture<ProbeResult> incomplete = start(withinASecond(slow.port()));
    assertThat(late.join()).isEqualTo(failed("timed out after 1 s waiting for the response"));
    assertThat(incomplete.join()).isEqualTo(failed("timed out after 1 s reading the response"));
    assertThat(counters.failed(FailureKind.TIMEOUT)).isEqualTo(2);
    assertThat(counters.inFlight()).isZero();
  }

  @Test
  void learnsNothingWhereTheProberItselfWasHeldUp() {
    TestServer silent = opened(TestServer.silent());
    // The guard is asked on the event loop, so nothing else goes on while it thinks.
    TargetGuard slow =
        _ -> {
          long end = System.nanoTime() + Duration.ofMillis(2_500).toNanos();
          while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
          }
          return null;
        };
    try (NettyProbes heldUp = new NettyProbes(1, "1", List.of(), slow, null, counters)) {
      assertThat(heldUp.probe(new ProbePlan("127.0.0.1", withinASecond(silent.port()), List.of())))
          .failsWithin(Duration.ofSeconds(20))
          .withThrowableThat()
          .withMessageContaining("the prober fell behind");
    }
    assertThat(counters.failed(FailureKind.INTERNAL)).isEqualTo(1);
    assertThat(counters.failed(FailureKind.TIMEOUT)).isZero();
  }

  @Test
  void learnsNothingAfterItsEnd() {
    probes.close();
    assertThat(start(monitor(80)))
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .withMessageContaining("the prober is stopping");
  }
}

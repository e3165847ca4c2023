package io.waymark.node.prober;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.waymark.protocol.health.ProbeResult;
import io.waymark.protocol.profile.HttpHeader;
import io.waymark.protocol.profile.MonitorConfig;
import io.waymark.protocol.profile.ProbeProtocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpsProbeTest {
  private static final String SERVER = "127.0.0.1";

  private final List<AutoCloseable> toClose = new ArrayList<>();
  private final List<String> serverNames = new CopyOnWriteArrayList<>();
  private final ProbeCounters counters = new ProbeCounters();
  private final TestNameServer names =
      TestNameServer.knowing("web.example. 60 IN A 127.0.0.1", "other.example. 60 IN A 127.0.0.1");
  private SSLContext valid;
  private SSLContext expired;
  private NettyProbes trusting;
  private NettyProbes suspicious;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    Certificates certificates = new Certificates(directory);
    valid = certificates.server("valid", "dns:web.example,ip:127.0.0.1", "-1d", 365);
    expired = certificates.server("expired", "dns:web.example", "-10d", 5);
    trusting =
        new NettyProbes(
            1, "1", List.of(names.address()), _ -> null, certificates.trust(), counters);
    suspicious = new NettyProbes(1, "1", List.of(names.address()), _ -> null, null, counters);
  }

  @AfterAll
  void stop() {
    trusting.close();
    suspicious.close();
    names.close();
  }

  @AfterEach
  void stopServers() throws Exception {
    for (AutoCloseable each : toClose) {
      each.close();
    }
    toClose.clear();
    serverNames.clear();
  }

  private int serving(SSLContext keys) throws Exception {
    return serving(keys, false);
  }

  private int serving(SSLContext keys, boolean needClientCertificate) throws Exception {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral(SERVER), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(keys) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
            ssl.setNeedClientAuth(needClientCertificate);
            parameters.setSSLParameters(ssl);
          }
        });
    server.createContext(
        "/",
        exchange -> {
          ExtendedSSLSession session =
              (ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession();
          serverNames.add(session.getRequestedServerNames().toString());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    toClose.add(() -> server.stop(0));
    return server.getAddress().getPort();
  }

  private static ProbeResult probe(
      NettyProbes probes, String target, int port, boolean validated, HttpHeader... headers) {
    MonitorConfig monitor =
        new MonitorConfig(
            ProbeProtocol.HTTPS, port, "/", 10, 9, 3, 1, validated, List.of(), List.of());
    return probes
        .probe(new ProbePlan(target, monitor, List.of(headers)))
        .toCompletableFuture()
        .join();
  }

  private static ProbeResult failed(String reason) {
    return new ProbeResult.Failed(reason);
  }

  // Certificates.

  @Test
  void acceptsAnyCertificateWhereNobodyAsksForMore() throws Exception {
    int good = serving(valid);
    int old = serving(expired);
    assertThat(probe(suspicious, "web.example", good, false))
        .isInstanceOf(ProbeResult.Passed.class);
    assertThat(probe(suspicious, "other.example", good, false))
        .isInstanceOf(ProbeResult.Passed.class);
    assertThat(probe(suspicious, SERVER, old, false)).isInstanceOf(ProbeResult.Passed.class);
  }

  @Test
  void acceptsATrustedCertificateThatNamesTheTargetWhereItIsValidated() throws Exception {
    int port = serving(valid);
    assertThat(probe(trusting, "web.example", port, true)).isInstanceOf(ProbeResult.Passed.class);
    assertThat(probe(trusting, SERVER, port, true)).isInstanceOf(ProbeResult.Passed.class);
    assertThat(probe(trusting, "other.example", port, true, new HttpHeader("Host", "web.example")))
        .isInstanceOf(ProbeResult.Passed.class);
  }

  @Test
  void refusesAnUntrustedCertificateWhereItIsValidated() throws Exception {
    assertThat(probe(suspicious, "web.example", serving(valid), true))
        .isEqualTo(failed("certificate is not from a trusted authority"));
  }

  @Test
  void refusesAnExpiredCertificateWhereItIsValidated() throws Exception {
    long before = counters.failed(FailureKind.TLS);
    assertThat(probe(trusting, "web.example", serving(expired), true))
        .isEqualTo(failed("certificate has expired"));
    assertThat(counters.failed(FailureKind.TLS)).isEqualTo(before + 1);
  }

  @Test
  void refusesACertificateThatNamesAnotherWhereItIsValidated() throws Exception {
    assertThat(probe(trusting, "other.example", serving(valid), true))
        .isInstanceOfSatisfying(
            ProbeResult.Failed.class,
            failed ->
                assertThat(failed.reason())
                    .startsWith("certificate is not accepted: ")
                    .contains("other.example"));
  }

  @Test
  void looksAtTheCertificateAnewEachTime() throws Exception {
    int port = serving(valid);
    assertThat(probe(suspicious, "web.example", port, false))
        .isInstanceOf(ProbeResult.Passed.class);
    assertThat(probe(suspicious, "web.example", port, false))
        .isInstanceOf(ProbeResult.Passed.class);
    assertThat(probe(suspicious, "web.example", port, true))
        .isEqualTo(failed("certificate is not from a trusted authority"));
  }

  @Test
  void presentsNoCertificateOfItsOwn() throws Exception {
    assertThat(probe(trusting, "web.example", serving(valid, true), false))
        .isInstanceOfSatisfying(
            ProbeResult.Failed.class,
            failed -> assertThat(failed.reason()).startsWith("TLS handshake failed: "));
  }

  // Server names.

  @Test
  void asksForTheHostThatTheOperatorGaveElseForTheTarget() throws Exception {
    int port = serving(valid);
    probe(trusting, "web.example", port, false);
    probe(trusting, "web.example", port, false, new HttpHeader("Host", "custom.example:8443"));
    probe(trusting, SERVER, port, false, new HttpHeader("Host", "custom.example"));
    probe(trusting, "web.example", port, false, new HttpHeader("Host", "192.0.2.1"));
    assertThat(serverNames)
        .extracting(name -> name.replaceAll(".*value=|.*: |[)\\]]", ""))
        .containsExactly("web.example", "custom.example", "custom.example", "web.example");
  }

  @Test
  void asksForNoNameAtAnAddress() throws Exception {
    probe(trusting, SERVER, serving(valid), false);
    assertThat(serverNames).containsExactly("[]");
  }

  // Servers that speak something else.

  @Test
  void saysThatAServerDoesNotSpeakTls() {
    try (TestServer plain =
        TestServer.on(
            SERVER,
            socket ->
                socket
                    .getOutputStream()
                    .write("220 hello\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))) {
      assertThat(probe(trusting, SERVER, plain.port(), false))
          .isEqualTo(failed("TLS handshake failed: the server does not speak TLS"));
    }
  }

  @Test
  void saysThatAServerClosedInTheHandshake() {
    try (TestServer closing =
        TestServer.on(
            SERVER,
            socket -> {
              byte[] hello = new byte[8192];
              assertThat(socket.getInputStream().read(hello)).isPositive();
            })) {
      assertThat(probe(trusting, SERVER, closing.port(), false))
          .isEqualTo(failed("TLS handshake failed: connection closed by the server"));
    }
  }

  @Test
  void aBodyMayEndWithTlsWhileTheConnectionStaysOpen() throws Exception {
    try (SSLServerSocket listening =
        (SSLServerSocket)
            valid
                .getServerSocketFactory()
                .createServerSocket(0, 0, InetAddress.ofLiteral(SERVER))) {
      Thread server =
          Thread.ofVirtual()
              .start(() -> {
                try (SSLSocket socket = (SSLSocket) listening.accept()) {
                  socket
                      .getOutputStream()
                      .write("HTTP/1.0 200 OK\r\n\r\nok".getBytes(StandardCharsets.US_ASCII));
                  socket.shutdownOutput();
                  socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                  // The probe's result says what came of it.
                }
              });
      assertThat(probe(trusting, SERVER, listening.getLocalPort(), false))
          .isInstanceOf(ProbeResult.Passed.class);
      assertThat(server.join(Duration.ofSeconds(20))).isTrue();
    }
  }

  @Test
  void timesOutInTheHandshake() throws Exception {
    // The first probe of a process takes its time to load what it needs.
    probe(trusting, SERVER, serving(valid), false);
    try (TestServer silent = TestServer.silent()) {
      MonitorConfig monitor =
          new MonitorConfig(
              ProbeProtocol.HTTPS, silent.port(), "/", 1, 1, 3, 1, false, List.of(), List.of());
      assertThat(
              trusting
                  .probe(new ProbePlan(SERVER, monitor, List.of()))
                  .toCompletableFuture()
                  .join())
          .isEqualTo(failed("timed out after 1 s in the TLS handshake"));
    }
  }
}

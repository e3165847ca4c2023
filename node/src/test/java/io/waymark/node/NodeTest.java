package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.waymark.node.settings.NodeSettings;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** The whole walk: an edit over HTTP, a probe, an answer over DNS. */
final class NodeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path data;

  @Test
  void movesTheAnswerWhenAnEndpointFailsAndBackWhenItRecovers() throws Exception {
    AtomicInteger status = new AtomicInteger(200);
    HttpServer eu = endpoint("127.0.0.1", 0, status);
    int port = eu.getAddress().getPort();
    HttpServer us = endpoint("127.0.0.2", port, new AtomicInteger(200));
    try (RunningNode running = new RunningNode(data)) {
      assertThat(running.dig("shop.tm.example", Type.A)).isEqualTo("NXDOMAIN");
      var created = running.http("PUT", "/v1/profiles/shop", priority(port));
      assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
      assertThat(created.headers().firstValue("Waymark-Replicated")).contains("1/1");
      assertThat(running.dig("shop.tm.example", Type.A)).isEqualTo("127.0.0.1");
      awaitStatus(running, "Online");
      status.set(503);
      running.awaitAnswer("shop.tm.example", "127.0.0.2");
      JsonNode health = JSON.readTree(running.http("GET", "/v1/profiles/shop/health", "").body());
      assertThat(health.at("/endpoints/0/endpointMonitorStatus").asText()).isEqualTo("Degraded");
      assertThat(health.at("/endpoints/0/votes/0/reason").asText())
          .isEqualTo("status 503, expected 200");
      assertThat(health.at("/profileMonitorStatus").asText()).isEqualTo("Degraded");
      JsonNode explained =
          JSON.readTree(
              running
                  .http("GET", "/v1/explain?name=shop.tm.example&type=A&client=192.0.2.1", "")
                  .body());
      assertThat(explained.at("/answer/records/0").asText())
          .isEqualTo("shop.tm.example. 1 IN A 127.0.0.2");
      assertThat(explained.at("/candidates/0/endpoint").asText()).isEqualTo("us");
      assertThat(explained.at("/steps/0/dropped/0/reason").asText()).isEqualTo("Degraded");
      status.set(200);
      running.awaitAnswer("shop.tm.example", "127.0.0.1");
      assertThat(running.http("DELETE", "/v1/profiles/shop", "").statusCode()).isEqualTo(204);
      assertThat(running.dig("shop.tm.example", Type.A)).isEqualTo("NXDOMAIN");
    } finally {
      eu.stop(0);
      us.stop(0);
    }
  }

  @Test
  void answersAMethodThatLooksAtTheClientAlsoWhereNothingIsKnownOfIt() throws Exception {
    try (RunningNode running = new RunningNode(data)) {
      var created =
          running.http(
              "PUT",
              "/v1/profiles/geo",
              """
              {"trafficRoutingMethod": "Geographic",
               "endpoints": [{"name": "a", "type": "External", "target": "192.0.2.1",
                              "geoMapping": ["WORLD"]}]}
              """);
      assertThat(created.statusCode()).isEqualTo(201);
      assertThat(running.dig("geo.tm.example", Type.A)).isEqualTo("192.0.2.1");
    }
  }

  @Test
  void answersFromItsStoreAfterARestart() throws Exception {
    try (RunningNode first = new RunningNode(data)) {
      assertThat(first.http("PUT", "/v1/profiles/shop", alwaysServed()).statusCode())
          .isEqualTo(201);
    }
    try (RunningNode second = new RunningNode(data)) {
      assertThat(second.dig("shop.tm.example", Type.A)).isEqualTo("192.0.2.1");
      assertThat(second.http("GET", "/v1/profiles/shop", "").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void doesNotServeAfterARestartWhatItKnewToBeDead() throws Exception {
    AtomicInteger status = new AtomicInteger(503);
    HttpServer eu = endpoint("127.0.0.1", 0, status);
    int port = eu.getAddress().getPort();
    HttpServer us = endpoint("127.0.0.2", port, new AtomicInteger(200));
    try {
      try (RunningNode first = new RunningNode(data)) {
        assertThat(first.http("PUT", "/v1/profiles/shop", priority(port)).statusCode())
            .isEqualTo(201);
        first.awaitAnswer("shop.tm.example", "127.0.0.2");
      }
      // Nobody probes now: what the node says, it says from memory.
      try (RunningNode second = new RunningNode(data, withoutProber(RunningNode.settings(data)))) {
        assertThat(second.dig("shop.tm.example", Type.A)).isEqualTo("127.0.0.2");
        JsonNode health = JSON.readTree(second.http("GET", "/v1/profiles/shop/health", "").body());
        assertThat(health.at("/endpoints/0/endpointMonitorStatus").asText()).isEqualTo("Degraded");
        assertThat(health.at("/endpoints/0/frozen").asBoolean()).isTrue();
        assertThat(second.extendedError("shop.tm.example")).isEqualTo(19);
      }
      status.set(200);
      try (RunningNode third = new RunningNode(data)) {
        third.awaitAnswer("shop.tm.example", "127.0.0.1");
      }
    } finally {
      eu.stop(0);
      us.stop(0);
    }
  }

  private static NodeSettings withoutProber(NodeSettings was) {
    return new NodeSettings(
        was.node(),
        was.dns(),
        was.fleet(),
        was.admin(),
        new NodeSettings.Prober(
            false, true, java.util.List.of(), java.util.List.of(), java.util.List.of()),
        was.location(),
        was.log());
  }

  @Test
  void losesNoAnswerWhenTheActorSystemStopsUnderLoad() throws Exception {
    try (RunningNode running = new RunningNode(data)) {
      assertThat(running.http("PUT", "/v1/profiles/shop", alwaysServed()).statusCode())
          .isEqualTo(201);
      AtomicLong answered = new AtomicLong();
      AtomicBoolean done = new AtomicBoolean();
      AtomicLong unanswered = new AtomicLong();
      Thread load =
          Thread.ofPlatform()
              .start(() ->
                  unanswered.set(
                      queryUntil(done, running.node.dnsAddresses().getFirst(), answered)));
      RunningNode.await("the load runs", () -> answered.get() > 2_000);
      running.node.stopActors();
      long whenStopped = answered.get();
      RunningNode.await("the load went on", () -> answered.get() > whenStopped + 5_000);
      done.set(true);
      load.join();
      assertThat(unanswered).hasValue(0);
    }
  }

  /** Asks one after the other; returns how many were not answered, or were answered wrongly. */
  private static long queryUntil(
      AtomicBoolean done, InetSocketAddress server, AtomicLong answered) {
    long unanswered = 0;
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(server);
      socket.setSoTimeout(5_000);
      byte[] query =
          Message.newQuery(Record.newRecord(Name.fromString("shop.tm.example."), Type.A, DClass.IN))
              .toWire();
      DatagramPacket response = new DatagramPacket(new byte[512], 512);
      while (!done.get()) {
        socket.send(new DatagramPacket(query, query.length));
        try {
          socket.receive(response);
          // ANCOUNT
          unanswered += response.getData()[7] == 1 ? 0 : 1;
        } catch (java.net.SocketTimeoutException e) {
          unanswered++;
        }
        answered.incrementAndGet();
      }
    } catch (java.io.IOException e) {
      return Long.MAX_VALUE;
    }
    return unanswered;
  }

  @Test
  void saysWhatToDoAboutATakenPort() throws Exception {
    try (RunningNode first = new RunningNode(data)) {
      Path other = Files.createDirectory(data.resolve("other"));
      NodeSettings settings = RunningNode.settings(other);
      int dnsPort = first.node.dnsAddresses().getFirst().getPort();
      NodeSettings sameDns = withListen(settings, dnsPort, settings.admin().listen().port());
      assertThatThrownBy(() -> Node.start(sameDns))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("127.0.0.1:" + dnsPort)
          .hasMessageContaining("Is another server running there");
      int httpPort = first.node.adminAddress().getPort();
      NodeSettings sameHttp = withListen(settings, 0, httpPort);
      assertThatThrownBy(() -> Node.start(sameHttp))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("127.0.0.1:" + httpPort);
      // What had been started was stopped again: the directory is free.
      Node.start(settings).close();
    }
  }

  @Test
  void saysWhatToDoAboutADataDirectoryItCannotUse() throws Exception {
    try (RunningNode first = new RunningNode(data)) {
      assertThat(first.node.adminAddress().getPort()).isPositive();
      assertThatThrownBy(() -> Node.start(RunningNode.settings(data)))
          .isInstanceOf(StartException.class)
          .hasMessageContaining(data.toString());
    }
    Path file = Files.createFile(data.resolve("file"));
    assertThatThrownBy(() -> Node.start(RunningNode.settings(file)))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(file.toString());
  }

  private static NodeSettings withListen(NodeSettings was, int dnsPort, int httpPort) {
    NodeSettings.Listen dns =
        new NodeSettings.Listen(was.dns().listen().getFirst().address(), dnsPort);
    NodeSettings.Listen http = new NodeSettings.Listen(was.admin().listen().address(), httpPort);
    return new NodeSettings(
        was.node(),
        new NodeSettings.Dns(
            java.util.List.of(dns),
            was.dns().udpThreads(),
            was.dns().udpLoop(),
            was.dns().nsid(),
            was.dns().publishVersions(),
            was.dns().drainTime(),
            was.dns().zones()),
        was.fleet(),
        new NodeSettings.Admin(http, false, false, null),
        was.prober(),
        was.location(),
        was.log());
  }

  private static void awaitStatus(RunningNode running, String status) {
    RunningNode.await(
        "the profile is " + status,
        () -> {
          try {
            return JSON.readTree(running.http("GET", "/v1/profiles/shop/health", "").body())
                .at("/profileMonitorStatus")
                .asText()
                .equals(status);
          } catch (Exception e) {
            return false;
          }
        });
  }

  private static String priority(int port) {
    return """
    {"trafficRoutingMethod": "Priority", "dnsConfig": {"ttl": 1},
     "monitorConfig": {"protocol": "HTTP", "port": %d, "path": "/", "intervalInSeconds": 1,
                       "timeoutInSeconds": 1, "toleratedNumberOfFailures": 0},
     "endpoints": [{"name": "eu", "type": "External", "target": "127.0.0.1"},
                   {"name": "us", "type": "External", "target": "127.0.0.2"}]}
    """
        .formatted(port);
  }

  private static String alwaysServed() {
    return """
    {"trafficRoutingMethod": "Weighted",
     "endpoints": [{"name": "a", "type": "External", "target": "192.0.2.1",
                    "alwaysServe": "Enabled"}]}
    """;
  }

  private static HttpServer endpoint(String address, int port, AtomicInteger status)
      throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), port), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    server.start();
    return server;
  }
}

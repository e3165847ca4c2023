package io.waymark.node.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes over the wire, told by a plain web server. */
final class AdminClientTest {
  private record Seen(String method, String path, String authorization, String body) {}

  private static final ObjectNode SHOP = SampleProfiles.all(8081).getFirst().document();

  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final AdminClient client;
  private volatile int status = 201;
  private volatile String reply = "";

  AdminClientTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    client = new AdminClient(server.getAddress(), "secret");
  }

  @BeforeEach
  void start() {
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @Test
  void appliesProfilesAsOneEditAndWaitsForNobody() throws Exception {
    client.apply(List.of(SHOP, SHOP));

    assertThat(seen)
        .containsExactly(
            new Seen(
                "POST", "/v1/apply?wait=local", "Bearer secret", "[" + SHOP + ", " + SHOP + "]"));
  }

  @Test
  void passesOnWhatTheNodeObjectsTo() {
    status = 422;
    reply = "{\"title\":\"invalid\"}";

    assertThatThrownBy(() -> client.apply(List.of(SHOP)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("POST http://127.0.0.1:")
        .hasMessageEndingWith("/v1/apply?wait=local: 422 {\"title\":\"invalid\"}");
  }

  @Test
  void readsHealth() throws Exception {
    status = 200;
    reply = "{\"profileMonitorStatus\":\"Online\",\"endpoints\":[]}";

    assertThat(client.health("shop").path("profileMonitorStatus").asText()).isEqualTo("Online");
    assertThat(seen).extracting(Seen::path).containsExactly("/v1/profiles/shop/health");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      seen.add(
          new Seen(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      byte[] body = reply.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }
}

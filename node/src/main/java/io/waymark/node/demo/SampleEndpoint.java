package io.waymark.node.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** One small web server that says its name, and can be made to fail. */
final class SampleEndpoint implements AutoCloseable {
  /** How it answers: 200, 503, or 200 later than any demo probe waits. */
  enum Mode {
    ON,
    OFF,
    SLOW
  }

  /** The demo's probes wait for 1 s. */
  private static final Duration SLOW = Duration.ofSeconds(3);

  private final String name;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Mode mode = Mode.ON;

  private SampleEndpoint(String name, HttpServer server) {
    this.name = name;
    this.server = server;
  }

  /**
   * Starts it.
   *
   * @throws java.net.BindException when the address is taken or not this machine's
   */
  static SampleEndpoint start(String name, InetSocketAddress address) throws IOException {
    SampleEndpoint endpoint = new SampleEndpoint(name, HttpServer.create(address, 0));
    endpoint.server.setExecutor(endpoint.threads);
    endpoint.server.createContext("/", endpoint::answer);
    endpoint.server.start();
    return endpoint;
  }

  String name() {
    return name;
  }

  InetSocketAddress address() {
    return server.getAddress();
  }

  Mode mode() {
    return mode;
  }

  void mode(Mode mode) {
    this.mode = mode;
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Mode now = mode;
      if (now == Mode.SLOW && delayed()) {
        return;
      }
      switch (exchange.getRequestURI().getPath()) {
        case "/", "/health" ->
            reply(exchange, now == Mode.OFF ? 503 : 200, name + (now == Mode.OFF ? " is off" : ""));
        default -> reply(exchange, 404, "try / or /health");
      }
    }
  }

  /** Waits; true when the endpoint closed meanwhile. */
  private boolean delayed() {
    try {
      return closing.await(SLOW.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static void reply(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : body.length);
    if (!head) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }
}

package io.waymark.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Web sites on one free port, the first at 127.0.0.2, the next at 127.0.0.3. A page tells the
 * site's name; {@code /health} answers the status it was told.
 */
final class Sites implements AutoCloseable {
  /** The sites unless others are wanted. */
  static final List<String> NAMES = List.of("us", "eu", "asia");

  private static final int PORT_TRIES = 20;

  /** A request that came: who sent it, and what for. */
  record Request(String site, InetSocketAddress client, String host, String path, int status) {}

  private final List<String> names;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<HttpServer> servers;
  private final Map<String, Integer> status = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  Sites() {
    this(NAMES);
  }

  Sites(List<String> names) {
    this.names = names;
    servers = bind();
    for (int i = 0; i < servers.size(); i++) {
      String name = names.get(i);
      status.put(name, 200);
      HttpServer server = servers.get(i);
      server.setExecutor(threads);
      server.createContext("/", exchange -> serve(name, exchange));
      server.start();
    }
  }

  private List<HttpServer> bind() {
    for (int attempt = 1; ; attempt++) {
      List<HttpServer> bound = new ArrayList<>();
      int port = 0;
      try {
        for (String name : names) {
          HttpServer server =
              HttpServer.create(
                  new InetSocketAddress(InetAddress.ofLiteral(address(name)), port), 0);
          bound.add(server);
          port = server.getAddress().getPort();
        }
        return bound;
      } catch (IOException e) {
        // The port that is free for one of them may be taken for the next.
        bound.forEach(server -> server.stop(0));
        if (attempt == PORT_TRIES) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  String address(String site) {
    return "127.0.0." + (2 + names.indexOf(site));
  }

  int port() {
    return servers.getFirst().getAddress().getPort();
  }

  /** From now on the site's {@code /health} answers so. */
  void answer(String site, int code) {
    status.put(site, code);
  }

  void allAnswer(int code) {
    names.forEach(site -> answer(site, code));
  }

  List<Request> requests() {
    return requests;
  }

  /** How often the site was probed and answered so. */
  long probes(String site, int code) {
    return requests.stream()
        .filter(one -> one.site().equals(site) && one.path().equals("/health"))
        .filter(one -> one.status() == code)
        .count();
  }

  private void serve(String site, HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    int code = path.equals("/health") ? status.getOrDefault(site, 200) : 200;
    requests.add(
        new Request(
            site,
            exchange.getRemoteAddress(),
            exchange.getRequestHeaders().getFirst("Host"),
            path,
            code));
    byte[] body = ("the site in " + site).getBytes(StandardCharsets.US_ASCII);
    if (code / 100 == 3) {
      exchange.getResponseHeaders().set("Location", "/elsewhere");
    }
    exchange.sendResponseHeaders(code, code == 204 ? -1 : body.length);
    if (code != 204) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  /**
   * Gets a page as a browser does that has looked up a name.
   *
   * @param host the name it had looked up
   */
  Visit visit(String address, String host, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.ofLiteral(address), port())) {
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(path, host)
                  .getBytes(StandardCharsets.US_ASCII));
      List<String> lines =
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
              .lines()
              .toList();
      return new Visit(
          (InetSocketAddress) socket.getLocalSocketAddress(), lines.getFirst(), lines.getLast());
    }
  }

  /** A page that was got: from where, its status line and its last line. */
  record Visit(InetSocketAddress client, String statusLine, String text) {}

  @Override
  public void close() {
    servers.forEach(server -> server.stop(0));
    threads.close();
  }
}

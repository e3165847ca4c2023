package io.waymark.simulation.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** What the bench asks of a node the way an operator does: through its HTTP API. */
final class NodeApi implements AutoCloseable {
  /** Documents in one request: about half of what a request may have. */
  private static final int PIECE = 1000;

  private static final Duration START_MAX = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int OK = 200;

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI api;
  private final Path token;

  /**
   * @param port of the API, on loopback
   * @param data the node's data directory, which holds the token of its first start
   */
  NodeApi(int port, Path data) {
    this.api = URI.create("http://127.0.0.1:" + port);
    this.token = data.resolve("admin.token");
  }

  /** Waits until the node is ready, while its process lives. */
  void awaitReady(Process node, Path log) throws IOException, InterruptedException {
    HttpRequest ready = HttpRequest.newBuilder(api.resolve("/readyz")).build();
    long deadline = System.nanoTime() + START_MAX.toNanos();
    while (node.isAlive() && System.nanoTime() < deadline) {
      try {
        if (client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == OK) {
          return;
        }
      } catch (ConnectException e) {
        // It does not listen yet.
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    throw new BenchException("the node is not ready: " + Workbench.tail(log));
  }

  /**
   * Applies profiles in pieces; each is answered when this returns.
   *
   * @param from the first one's number
   * @param to the number after the last one's
   */
  void apply(int from, int to, IntFunction<ObjectNode> document)
      throws IOException, InterruptedException {
    for (int first = from; first < to; first += PIECE) {
      ArrayNode documents = JsonNodeFactory.instance.arrayNode();
      for (int i = first; i < Math.min(first + PIECE, to); i++) {
        documents.add(document.apply(i));
      }
      HttpRequest request =
          authorized("/v1/apply?wait=local")
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(documents.toString()))
              .build();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != OK) {
        throw new BenchException(
            "the node did not take the profiles from number "
                + first
                + " on: "
                + response.statusCode()
                + " "
                + response.body());
      }
    }
  }

  /** What the node counts at this moment. */
  Metrics metrics() throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(authorized("/metrics").build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != OK) {
      throw new BenchException("the node does not tell its metrics: " + response.statusCode());
    }
    return Metrics.parse(response.body());
  }

  private HttpRequest.Builder authorized(String path) throws IOException {
    return HttpRequest.newBuilder(api.resolve(path))
        .header("Authorization", "Bearer " + Files.readString(token).strip());
  }

  @Override
  public void close() {
    client.close();
  }
}

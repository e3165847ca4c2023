package io.waymark.simulation.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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

/** Gives a node its profiles the way an operator does: through the HTTP API, in pieces. */
final class Importer implements AutoCloseable {
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
  Importer(int port, Path data) {
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

  /** Applies all profiles of the workload; each is answered when this returns. */
  void apply(Workload workload) throws IOException, InterruptedException {
    String bearer = "Bearer " + Files.readString(token).strip();
    for (int from = 0; from < workload.profiles(); from += PIECE) {
      HttpRequest request =
          HttpRequest.newBuilder(api.resolve("/v1/apply?wait=local"))
              .header("Authorization", bearer)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(piece(workload, from)))
              .build();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != OK) {
        throw new BenchException(
            "the node did not take the profiles from "
                + Workload.name(from)
                + " on: "
                + response.statusCode()
                + " "
                + response.body());
      }
    }
  }

  private static String piece(Workload workload, int from) {
    ArrayNode documents = JsonNodeFactory.instance.arrayNode();
    for (int i = from; i < Math.min(from + PIECE, workload.profiles()); i++) {
      documents.add(Workload.document(i));
    }
    return documents.toString();
  }

  @Override
  public void close() {
    client.close();
  }
}

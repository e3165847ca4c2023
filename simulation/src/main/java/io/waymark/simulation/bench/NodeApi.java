package io.waymark.simulation.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** What the bench asks of a node the way an operator does: through its HTTP API. */
final class NodeApi implements AutoCloseable {
  /** Characters of one request: about half of what a request may have. */
  private static final int PIECE_LENGTH = 500_000;

  private static final Duration START_MAX = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int OK = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

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
    int next = from;
    while (next < to) {
      int first = next;
      StringBuilder documents = new StringBuilder("[");
      while (next < to && documents.length() < PIECE_LENGTH) {
        documents.append(next == first ? "" : ",").append(document.apply(next++));
      }
      documents.append("]");
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

  /** Creates or replaces a profile. */
  void put(String name, ObjectNode document) throws IOException, InterruptedException {
    write("PUT", "/v1/profiles/" + name + "?wait=all", document);
  }

  /** Patches an endpoint; for a thread that can do nothing about a failure. */
  void patchEndpointUnchecked(String profile, String endpoint, ObjectNode patch) {
    try {
      write("PATCH", "/v1/profiles/" + profile + "/endpoints/" + endpoint + "?wait=all", patch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(String method, String path, ObjectNode document)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(
            authorized(path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(document.toString()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new BenchException(
          method + " " + path + ": " + response.statusCode() + " " + response.body());
    }
  }

  /** The JSON document at a path, whatever its status. */
  JsonNode get(String path) throws IOException, InterruptedException {
    return JSON.readTree(
        client.send(authorized(path).build(), HttpResponse.BodyHandlers.ofString()).body());
  }

  /** The nodes that the node knows. */
  List<JsonNode> nodes() throws IOException, InterruptedException {
    List<JsonNode> nodes = new ArrayList<>();
    get("/v1/nodes").path("nodes").forEach(nodes::add);
    return nodes;
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

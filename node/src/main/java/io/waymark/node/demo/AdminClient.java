package io.waymark.node.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.node.settings.NodeSettings.Listen;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Uses a node's HTTP API as any admin does: with the token, over HTTP. */
final class AdminClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Made when it is needed: with the trust store that comes with it, that takes a while. */
  private @Nullable HttpClient http;

  private final ObjectMapper json = new ObjectMapper();
  private final InetSocketAddress address;
  private final String token;

  AdminClient(InetSocketAddress address, String token) {
    this.address = address;
    this.token = token;
  }

  /**
   * Creates or changes profiles, all of them or none; does not wait for other nodes.
   *
   * @throws IOException also when the node refuses, with what it says
   */
  void apply(List<ObjectNode> profiles) throws IOException, InterruptedException {
    requireSuccess(
        send(
            request("/v1/apply?wait=local")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(profiles.toString()))
                .build()));
  }

  /**
   * The nodes that the node knows.
   *
   * @throws IOException also when the node refuses, with what it says
   */
  JsonNode nodes() throws IOException, InterruptedException {
    return get("/v1/nodes");
  }

  /**
   * All profiles, by name.
   *
   * @throws IOException also when the node refuses, with what it says
   */
  JsonNode profiles() throws IOException, InterruptedException {
    return get("/v1/profiles");
  }

  /**
   * What the node thinks of a profile's endpoints.
   *
   * @throws IOException also when the node refuses, with what it says
   */
  JsonNode health(String profile) throws IOException, InterruptedException {
    return get("/v1/profiles/" + profile + "/health");
  }

  @Override
  public synchronized void close() {
    if (http != null) {
      http.shutdownNow();
      http.close();
    }
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = send(request(path).GET().build());
    requireSuccess(response);
    return json.readTree(response.body());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + Listen.of(address) + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client().send(request, BodyHandlers.ofString());
  }

  private static void requireSuccess(HttpResponse<String> response) throws IOException {
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          response.request().method()
              + " "
              + response.uri()
              + ": "
              + response.statusCode()
              + " "
              + response.body());
    }
  }

  private synchronized HttpClient client() {
    if (http == null) {
      http = HttpClient.newHttpClient();
    }
    return http;
  }
}

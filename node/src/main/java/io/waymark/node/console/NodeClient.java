package io.waymark.node.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.protocol.admin.Problem;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the first node that replies. */
final class NodeClient implements AutoCloseable {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);

  /** A node itself gives up sooner. */
  private static final Duration REPLY_WITHIN = Duration.ofSeconds(15);

  private static final int SUCCESS = 2;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_WITHIN)
          .build();
  private final ObjectMapper json = new ObjectMapper();
  private final List<URI> nodes;
  private final String token;

  /**
   * @param nodes in the order in which they are tried; at least one
   */
  NodeClient(List<URI> nodes, String token) {
    this.nodes = List.copyOf(nodes);
    this.token = token;
  }

  /**
   * What the first node that replies says.
   *
   * @param path with its query, percent-encoded
   * @throws RefusedException when that is no; no other node is asked then
   * @throws UnreachableException when none replies as a node does
   */
  JsonNode get(String path) throws RefusedException, UnreachableException, InterruptedException {
    List<String> attempts = new ArrayList<>();
    for (URI node : nodes) {
      try {
        return reply(
            http.send(
                HttpRequest.newBuilder(node.resolve(path))
                    .timeout(REPLY_WITHIN)
                    .header("Authorization", "Bearer " + token)
                    .header("Accept", "application/json, " + Problem.MEDIA_TYPE)
                    .build(),
                BodyHandlers.ofString()));
      } catch (IOException e) {
        attempts.add(node + ": " + reason(e));
      }
    }
    throw new UnreachableException(attempts);
  }

  private JsonNode reply(HttpResponse<String> response) throws IOException, RefusedException {
    String type = response.headers().firstValue("Content-Type").orElse("");
    boolean good = response.statusCode() / 100 == SUCCESS && type.startsWith("application/json");
    if (!good && !type.startsWith(Problem.MEDIA_TYPE)) {
      throw new IOException(
          "what replies there is no node: status " + response.statusCode() + ", " + type);
    }
    JsonNode body;
    try {
      body = json.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new IOException("what replies there is no node: its JSON is broken", e);
    }
    if (!good) {
      throw new RefusedException(body);
    }
    return body;
  }

  private static String reason(IOException e) {
    return switch (e) {
      case HttpTimeoutException _ -> "no reply in time";
      case ConnectException _ ->
          caused(e, UnresolvedAddressException.class)
              ? "no address is known of that host"
              : "nothing accepts connections there";
      default -> e.getMessage() == null ? e.toString() : e.getMessage();
    };
  }

  private static boolean caused(Throwable e, Class<?> by) {
    for (@Nullable Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (by.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}

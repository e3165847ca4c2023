package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of a whole node, in a process of its own that is killed. */
final class TokensTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir Path data;

  @Test
  void outliveAKillAndNoFileOrLogHasTheirText() throws Exception {
    String kept;
    String revoked;
    try (ChildJvm child = ChildJvm.start(OneNode.class, data.toString())) {
      String api = child.readUntil("ready").getFirst();
      String admin = Files.readString(data.resolve("admin.token")).strip();
      revoked = create(api, admin, "revoked", "viewer");
      assertThat(status(api, revoked, "GET", "/v1/profiles")).isEqualTo(200);
      assertThat(status(api, admin, "DELETE", "/v1/tokens/revoked")).isEqualTo(204);
      assertThat(status(api, revoked, "GET", "/v1/profiles")).isEqualTo(401);
      kept = create(api, admin, "kept", "operator");
      child.signal("KILL");
      assertThat(child.exitCode()).isNotZero();
      assertNowhere(kept, child);
    }
    try (ChildJvm child = ChildJvm.start(OneNode.class, data.toString())) {
      String api = child.readUntil("ready").getFirst();
      assertThat(status(api, kept, "GET", "/v1/profiles")).isEqualTo(200);
      assertThat(status(api, kept, "GET", "/v1/tokens")).isEqualTo(403);
      assertThat(status(api, revoked, "GET", "/v1/profiles")).isEqualTo(401);
      assertThat(status(api, "Bearer " + kept, "GET", "/v1/profiles")).isEqualTo(401);
      child.signal("TERM");
      child.exitCode();
      assertNowhere(kept, child);
      assertNowhere(revoked, child);
    }
  }

  private void assertNowhere(String text, ChildJvm ended) throws Exception {
    assertThat(String.join("\n", ended.errors())).doesNotContain(text);
    assertThat(String.join("\n", ended.rest())).doesNotContain(text);
    try (Stream<Path> files = Files.list(data)) {
      List<Path> all = files.toList();
      assertThat(all).contains(data.resolve("state.log"), data.resolve("audit.jsonl"));
      for (Path file : all) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(text);
      }
    }
  }

  private static String create(String api, String admin, String name, String role)
      throws Exception {
    String body = "{\"name\": \"" + name + "\", \"role\": \"" + role + "\"}";
    HttpResponse<String> made = send(api, admin, "POST", "/v1/tokens", body);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return new ObjectMapper().readTree(made.body()).path("token").asText();
  }

  private static int status(String api, String token, String method, String path) throws Exception {
    return send(api, token, method, path, "").statusCode();
  }

  private static HttpResponse<String> send(
      String api, String token, String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api + path))
            .header("Authorization", "Bearer " + token)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
  }

  static final class OneNode {
    public static void main(String[] args) throws Exception {
      Node node = Node.start(RunningNode.settings(Path.of(args[0])));
      System.out.println("http://127.0.0.1:" + node.adminAddress().getPort());
      System.out.println("ready");
    }
  }
}

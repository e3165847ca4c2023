package io.waymark.node.admin;

import static io.waymark.node.admin.ProfileRoutesTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AdmissionTest {
  private static final String EMPTY = "{\"trafficRoutingMethod\": \"Weighted\"}";

  @TempDir static Path data;
  private static TestNode node;

  @BeforeAll
  static void start() throws Exception {
    node = TestNode.start(data);
    assertThat(node.call("PUT", "/v1/profiles/shop", EMPTY).status()).isEqualTo(201);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void withoutATokenNothingIsSaid() throws Exception {
    for (String path : List.of("/v1/profiles", "/v1/profiles/shop", "/v1/explain?name=a")) {
      TestNode.Reply refused = node.callAs("", "GET", path, null);
      assertProblem(refused, 401);
      assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"waymark\"");
    }
  }

  @Test
  void aWrongTokenIsRefused() throws Exception {
    String almost = node.adminToken.substring(1);
    TestNode.Reply refused = node.callAs(almost, "GET", "/v1/profiles", null);
    assertProblem(refused, 401);
    assertThat(refused.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
    assertProblem(node.callAs("", "GET", "/v1/profiles", null, "Authorization", "Basic YTpi"), 401);
    assertProblem(node.callAs("", "GET", "/v1/profiles", null, "Authorization", "Bearer"), 401);
  }

  @Test
  void theSchemeIsNotCaseSensitive() throws Exception {
    String header = "bEARER " + node.adminToken;
    assertThat(node.callAs("", "GET", "/v1/profiles", null, "Authorization", header).status())
        .isEqualTo(200);
  }

  @Test
  void aViewerReadsAndDoesNoMore() throws Exception {
    String viewer = node.viewerToken;
    assertThat(node.callAs(viewer, "GET", "/v1/profiles/shop", null).status()).isEqualTo(200);
    TestNode.Reply refused = node.callAs(viewer, "DELETE", "/v1/profiles/shop", null);
    assertProblem(refused, 403);
    assertThat(refused.header("WWW-Authenticate")).contains("insufficient_scope");
    String off = "{\"profileStatus\": \"Disabled\"}";
    assertProblem(node.callAs(viewer, "PATCH", "/v1/profiles/shop", off), 403);
    assertProblem(node.callAs(viewer, "POST", "/v1/profiles/shop/endpoints/eu/probe", null), 403);
  }

  @Test
  void anOperatorSwitchesOnAndOffAndDoesNoMore() throws Exception {
    String operator = node.operatorToken;
    String endpoints =
        "{\"trafficRoutingMethod\": \"Weighted\", \"endpoints\":"
            + " [{\"name\": \"eu\", \"target\": \"192.0.2.1\"}]}";
    node.call("PUT", "/v1/profiles/switched", endpoints);
    TestNode.Reply off =
        node.callAs(
            operator, "PATCH", "/v1/profiles/switched", "{\"profileStatus\": \"Disabled\"}");
    assertThat(off.status()).as(off.body()).isEqualTo(200);
    assertThat(off.json().path("profileStatus").asText()).isEqualTo("Disabled");
    String eu = "/v1/profiles/switched/endpoints/eu";
    TestNode.Reply endpointOff =
        node.callAs(operator, "PATCH", eu, "{\"endpointStatus\": \"Disabled\"}");
    assertThat(endpointOff.status()).as(endpointOff.body()).isEqualTo(200);
    for (String more :
        List.of("{\"weight\": 2}", "{\"endpointStatus\": \"Enabled\", \"weight\": 2}", "{}", "1")) {
      assertProblem(node.callAs(operator, "PATCH", eu, more), 403);
    }
    assertProblem(
        node.callAs(operator, "PATCH", "/v1/profiles/switched", "{\"maxReturn\": 3}"), 403);
    assertProblem(node.callAs(operator, "PUT", "/v1/profiles/switched", EMPTY), 403);
    assertProblem(node.callAs(operator, "DELETE", "/v1/profiles/switched", null), 403);
    assertProblem(node.callAs(operator, "POST", "/v1/apply", "[]"), 403);
  }

  @Test
  void aPathWithoutRouteIsNotFound() throws Exception {
    for (String path :
        List.of("/", "/v2", "/v1/profile", "/v1/profiles/", "/v1/profiles//health")) {
      assertProblem(node.call("GET", path, null), 404);
    }
  }

  @Test
  void anotherMethodIsRefusedWithThoseThatAreAllowed() throws Exception {
    TestNode.Reply refused = node.call("POST", "/v1/profiles/shop", EMPTY);
    assertProblem(refused, 405);
    assertThat(refused.header("Allow")).isEqualTo("DELETE, GET, PATCH, PUT");
    assertThat(node.call("DELETE", "/v1/apply", null).header("Allow")).isEqualTo("POST");
  }

  @Test
  void whoeverAcceptsNoJsonGetsNone() throws Exception {
    assertProblem(node.call("GET", "/v1/profiles", null, "Accept", "text/html"), 406);
    assertProblem(node.call("GET", "/v1/profiles", null, "Accept", "application/json;q=0"), 406);
    for (String accept : List.of("*/*", "text/html, application/*;q=0.1", "application/json")) {
      assertThat(node.call("GET", "/v1/profiles", null, "Accept", accept).status()).isEqualTo(200);
    }
  }

  @Test
  void aBodyOfAnotherTypeIsRefused() throws Exception {
    for (String type : List.of("text/plain", "application/xml", "application/yaml")) {
      assertProblem(node.call("PUT", "/v1/profiles/typed", EMPTY, "Content-Type", type), 415);
    }
    assertProblem(node.call("POST", "/v1/apply", "[]", "Content-Type", "text/html"), 415);
    for (String type :
        List.of("application/json; charset=utf-8", "application/x-www-form-urlencoded")) {
      assertThat(node.call("PUT", "/v1/profiles/typed", EMPTY, "Content-Type", type).status())
          .isBetween(200, 201);
    }
  }

  @Test
  void aBodyOverTheLimitIsRefusedHoweverItComes() throws Exception {
    String large = " ".repeat(RequestBody.KEPT_MAX - EMPTY.length() + 1) + EMPTY;
    assertProblem(node.call("PUT", "/v1/profiles/large", large), 413);
    assertThat(node.call("PUT", "/v1/profiles/large", large.substring(1)).status()).isEqualTo(201);

    HttpRequest chunked =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + node.address().getPort() + "/v1/profiles/chunked"))
            .header("Authorization", "Bearer " + node.adminToken)
            .PUT(
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new java.io.ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8))))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> refused = client.send(chunked, HttpResponse.BodyHandlers.ofString());
      assertThat(refused.statusCode()).isEqualTo(413);
    }
    assertThat(node.call("GET", "/v1/profiles/chunked", null).status()).isEqualTo(404);
  }

  @Test
  void whatIsNoRequestGetsAProblemToo() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.address().getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write("GET / HTTP/1.1\r\nHost: a b c\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
    }
  }

  @Test
  void noAnswerNamesProductAndVersion() throws Exception {
    assertThat(node.call("GET", "/livez", null).header("Server")).isEmpty();
  }
}

package io.waymark.node.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.waymark.node.StartException;
import io.waymark.node.demo.SampleEndpoint.Mode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SampleEndpointsTest {

  @Test
  void sayTheirNamesOnOnePort() throws Exception {
    try (SampleEndpoints endpoints = SampleEndpoints.start(0)) {
      assertThat(endpoints.all())
          .extracting(SampleEndpoint::name, endpoint -> endpoint.address())
          .containsExactly(
              tuple("eu", at("127.0.0.11", endpoints.port())),
              tuple("us", at("127.0.0.12", endpoints.port())),
              tuple("ap", at("127.0.0.13", endpoints.port())));
      for (SampleEndpoint endpoint : endpoints.all()) {
        assertThat(get(endpoint, "/").body()).isEqualTo(endpoint.name() + "\n");
        assertThat(get(endpoint, "/health").statusCode()).isEqualTo(200);
        assertThat(get(endpoint, "/other").statusCode()).isEqualTo(404);
      }
    }
  }

  @Test
  void answer503WhileOffAndRecover() throws Exception {
    try (SampleEndpoints endpoints = SampleEndpoints.start(0)) {
      SampleEndpoint eu = endpoints.named("eu").orElseThrow();

      eu.mode(Mode.OFF);
      assertThat(get(eu, "/health").statusCode()).isEqualTo(503);
      assertThat(get(eu, "/").statusCode()).isEqualTo(503);
      assertThat(get(endpoints.named("us").orElseThrow(), "/health").statusCode()).isEqualTo(200);

      eu.mode(Mode.ON);
      assertThat(get(eu, "/health").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void answerTooLateForAProbeWhileSlowAndStillCloseAtOnce() throws Exception {
    try (SampleEndpoints endpoints = SampleEndpoints.start(0)) {
      SampleEndpoint eu = endpoints.named("eu").orElseThrow();
      eu.mode(Mode.SLOW);

      assertThatThrownBy(() -> get(eu, "/health")).isInstanceOf(HttpTimeoutException.class);
    }
  }

  @Test
  void nameTheAddressThatIsTakenAndFreeTheOthers() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.12"))) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> SampleEndpoints.start(port))
          .isInstanceOf(StartException.class)
          .hasMessageStartingWith("127.0.0.12:" + port + " cannot be used for TCP (")
          .hasMessageEndingWith("or choose another port with --endpoint-port");

      try (ServerSocket eu = new ServerSocket()) {
        eu.bind(at("127.0.0.11", port));
        assertThat(eu.isBound()).isTrue();
      }
    }
  }

  @Test
  void areFoundByNameOnly() throws Exception {
    try (SampleEndpoints endpoints = SampleEndpoints.start(0)) {
      assertThat(endpoints.named("mars")).isEmpty();
    }
  }

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(address, port);
  }

  /** Waits as long as a demo probe does. */
  private static HttpResponse<String> get(SampleEndpoint endpoint, String path) throws Exception {
    URI uri =
        URI.create(
            "http://"
                + endpoint.address().getAddress().getHostAddress()
                + ":"
                + endpoint.address().getPort()
                + path);
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(1)).build(),
          BodyHandlers.ofString());
    }
  }
}

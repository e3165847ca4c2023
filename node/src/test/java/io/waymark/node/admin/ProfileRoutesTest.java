package io.waymark.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProfileRoutesTest {
  static final String SHOP =
      """
      {"name": "shop", "trafficRoutingMethod": "Priority",
       "endpoints": [{"name": "eu", "target": "192.0.2.1"}, {"name": "us", "target": "192.0.2.2"}]}
      """;

  @TempDir Path data;
  private TestNode node;

  @BeforeEach
  void start() throws Exception {
    node = TestNode.start(data);
  }

  @AfterEach
  void stop() throws Exception {
    node.close();
  }

  @Test
  void whatWasPutIsGotAndCanBeDeleted() throws Exception {
    TestNode.Reply created = node.call("PUT", "/v1/profiles/shop", SHOP);
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    assertThat(created.header("Location")).isEqualTo("/v1/profiles/shop");
    assertThat(created.header("ETag")).matches("\"[A-Za-z0-9_-]{16}\"");
    assertThat(created.header("Waymark-Replicated")).isEqualTo("1/1");
    assertThat(created.header("Content-Type")).isEqualTo("application/json");

    TestNode.Reply got = node.call("GET", "/v1/profiles/SHOP", null);
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.json()).isEqualTo(created.json());
    assertThat(got.header("ETag")).isEqualTo(created.header("ETag"));
    assertThat(got.json().at("/dnsConfig/fqdn").asText()).isEqualTo("shop.tm.example");
    assertThat(got.json().at("/profileMonitorStatus").asText()).isEqualTo("CheckingEndpoints");
    assertThat(got.json().at("/endpoints/1/endpointMonitorStatus").asText())
        .isEqualTo("CheckingEndpoint");

    TestNode.Reply deleted = node.call("DELETE", "/v1/profiles/shop", null);
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.body()).isEmpty();
    assertThat(node.call("GET", "/v1/profiles/shop", null).status()).isEqualTo(404);
    assertThat(node.published)
        .extracting(change -> change.profile() != null)
        .containsExactly(true, false);
  }
}

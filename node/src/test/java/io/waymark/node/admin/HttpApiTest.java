package io.waymark.node.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.node.settings.NodeSettings;
import io.waymark.node.store.LogStore;
import io.waymark.protocol.net.IpAddress;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HttpApiTest {
  @TempDir Path data;

  @Test
  void aTakenPortIsAnErrorThatNamesTheAddress() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      NodeSettings.Listen listen =
          new NodeSettings.Listen(IpAddress.parse("127.0.0.1"), taken.getLocalPort());
      assertThatThrownBy(() -> TestNode.start(data, new MemoryStore(), listen, null))
          .cause()
          .isInstanceOf(BindException.class)
          .hasMessageContaining("admin.listen 127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void profilesAndTheirVersionsOutliveTheNode() throws Exception {
    TestNode.Reply before;
    try (LogStore store = LogStore.open(data);
        TestNode node = TestNode.start(data, store)) {
      node.call("PUT", "/v1/profiles/shop", "{\"trafficRoutingMethod\": \"Weighted\"}");
      before = node.call("PATCH", "/v1/profiles/shop", "{\"dnsConfig\": {\"ttl\": 7}}");
      assertThat(before.status()).isEqualTo(200);
      node.call("PUT", "/v1/profiles/gone", "{\"trafficRoutingMethod\": \"Weighted\"}");
      node.call("DELETE", "/v1/profiles/gone", null);
    }
    try (LogStore store = LogStore.open(data);
        TestNode node = TestNode.start(data, store)) {
      TestNode.Reply after = node.call("GET", "/v1/profiles/shop", null);
      assertThat(after.json()).isEqualTo(before.json());
      assertThat(after.header("ETag")).isEqualTo(before.header("ETag"));
      assertThat(node.call("GET", "/v1/profiles/gone", null).status()).isEqualTo(404);
      String etag = after.header("ETag");
      String maxReturn = "{\"maxReturn\": 3}";
      assertThat(node.call("PATCH", "/v1/profiles/shop", maxReturn, "If-Match", etag).status())
          .isEqualTo(200);
    }
  }

  @Test
  void aProfileThatCannotBeReadIsSetAsideAndCanBeWrittenAgain() throws Exception {
    MemoryStore store = new MemoryStore();
    store.put("profile/shop", new byte[] {99, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    store.put("something/else", new byte[] {1});
    try (TestNode node = TestNode.start(data, store)) {
      assertThat(node.call("GET", "/v1/profiles", null).json().path("profiles")).isEmpty();
      assertThat(
              node.call("PUT", "/v1/profiles/shop", "{\"trafficRoutingMethod\": \"Weighted\"}")
                  .status())
          .isEqualTo(201);
    }
  }
}

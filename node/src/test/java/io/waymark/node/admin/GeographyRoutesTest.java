package io.waymark.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.protocol.profile.GeoCodes;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code GET /v1/geographic-hierarchy}. */
final class GeographyRoutesTest {
  @TempDir Path data;

  private static void collect(JsonNode region, @Nullable String parent, Set<String> codes) {
    String code = region.path("code").asText();
    assertThat(codes.add(code)).as(code).isTrue();
    assertThat(GeoCodes.parent(code)).isEqualTo(parent);
    assertThat(region.path("name").asText()).as(code).isNotEmpty().isNotEqualTo(code);
    assertThat(region.path("regions").isArray()).as(code).isTrue();
    region.path("regions").forEach(narrower -> collect(narrower, code, codes));
  }

  @Test
  void hasEveryCodeOnceBelowThePlaceAroundIt() throws Exception {
    try (TestNode node = TestNode.start(data)) {
      TestNode.Reply reply = node.callAs(node.viewerToken, "GET", "/v1/geographic-hierarchy", null);
      assertThat(reply.status()).isEqualTo(200);
      Set<String> codes = new HashSet<>();
      collect(reply.json(), null, codes);
      assertThat(codes).hasSize(GeoCodes.count());
      assertThat(reply.json().path("code").asText()).isEqualTo("WORLD");
    }
  }
}

package io.waymark.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.node.location.LocationData;
import io.waymark.protocol.location.LocationIndexBuilder;
import io.waymark.protocol.location.Place;
import io.waymark.protocol.location.Region;
import io.waymark.protocol.location.Regions;
import io.waymark.protocol.net.Coordinates;
import io.waymark.protocol.net.Prefix;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code GET /v1/location}. */
final class LocationRoutesTest {
  @TempDir Path data;

  private TestNode node;

  @BeforeEach
  void start() throws Exception {
    node = TestNode.start(data);
    Regions regions =
        new Regions(
            List.of(
                new Region("northsite", new Coordinates(47, -122)),
                new Region("southsite", new Coordinates(-30, 20))));
    TreeMap<Integer, Integer> latencies = new TreeMap<>();
    latencies.put(regions.number("southsite"), 80_500);
    node.location =
        new LocationData(
            new LocationIndexBuilder(regions)
                .place(
                    Prefix.parse("192.0.2.0/24"),
                    new Place("US", "US-WA", new Coordinates(47.5, -122.25)))
                .latencies(Prefix.parse("192.0.2.0/28"), latencies)
                .build(),
            "0123456789abcdef");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void tellsWhatIsKnownAndFromWhichRow() throws Exception {
    TestNode.Reply reply =
        node.callAs(node.viewerToken, "GET", "/v1/location?address=192.0.2.1", null);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body())
        .isEqualTo(
            "{\"address\":\"192.0.2.1\",\"country\":\"US\",\"subdivision\":\"US-WA\","
                + "\"codes\":[\"US-WA\",\"US\",\"GEO-NA\",\"WORLD\"],"
                + "\"latitude\":47.5,\"longitude\":-122.25,"
                + "\"countryPrefix\":\"192.0.2.0/24\",\"latencyPrefix\":\"192.0.2.0/28\","
                + "\"scope\":{\"geographic\":24,\"performance\":28},"
                + "\"latencies\":[{\"region\":\"southsite\",\"milliseconds\":80.5}],"
                + "\"regions\":["
                + "{\"region\":\"southsite\",\"milliseconds\":80.5,\"kilometres\":16260},"
                + "{\"region\":\"northsite\",\"milliseconds\":null,\"kilometres\":59}],"
                + "\"dataHash\":\"0123456789abcdef\"}");
  }

  @Test
  void whatIsNotKnownIsNull() throws Exception {
    JsonNode reply = node.call("GET", "/v1/location?address=2001:db8::1", null).json();

    for (String field :
        List.of(
            "country", "subdivision", "latitude", "longitude", "countryPrefix", "latencyPrefix")) {
      assertThat(reply.path(field).isNull()).as(field).isTrue();
    }
    assertThat(reply.path("codes")).extracting(JsonNode::asText).containsExactly("WORLD");
    assertThat(reply.path("latencies")).isEmpty();
    assertThat(reply.path("regions")).isEmpty();
    assertThat(node.call("GET", "/v1/location", null).json().path("address").asText())
        .isEqualTo("127.0.0.1");
  }

  @Test
  void refusesWhatIsNoAddress() throws Exception {
    for (String wrong : List.of("1.2.3", "", "host.example", "192.0.2.0%2F24")) {
      TestNode.Reply refused = node.call("GET", "/v1/location?address=" + wrong, null);
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.json().at("/violations/0/path").asText()).isEqualTo("address");
    }
    assertThat(node.callAs("", "GET", "/v1/location?address=192.0.2.1", null).status())
        .isEqualTo(401);
  }
}

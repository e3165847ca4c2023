package io.waymark.node.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.node.demo.SampleProfiles.Sample;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

final class SampleProfilesTest {

  @Test
  void showEveryRoutingMethodAndSayWhat() {
    assertThat(SampleProfiles.all(8081))
        .extracting(Sample::name, sample -> sample.document().path("trafficRoutingMethod").asText())
        .containsExactly(
            tuple("shop", "Priority"),
            tuple("api", "Weighted"),
            tuple("mirrors", "MultiValue"),
            tuple("site", "Priority"),
            tuple("near", "Performance"),
            tuple("place", "Geographic"),
            tuple("office", "Subnet"));
    assertThat(SampleProfiles.all(8081))
        .allSatisfy(sample -> {
          assertThat(sample.about()).isNotBlank();
          assertThat(sample.document().has("about")).isFalse();
        });
  }

  @Test
  void routeToTheSampleEndpointsAndProbeThem() throws Exception {
    try (SampleEndpoints endpoints = SampleEndpoints.start(0)) {
      List<ObjectNode> documents =
          SampleProfiles.all(endpoints.port()).stream().map(Sample::document).toList();

      for (ObjectNode document : documents) {
        assertThat(document.at("/dnsConfig/zone").asText()).isEqualTo(DemoNode.ZONE);
        assertThat(document.at("/monitorConfig/port").asInt()).isEqualTo(endpoints.port());
        assertThat(document.at("/monitorConfig/intervalInSeconds").asInt()).isEqualTo(1);
      }
      List<Tuple> all =
          endpoints.all().stream()
              .map(endpoint ->
                  tuple(endpoint.name(), endpoint.address().getAddress().getHostAddress()))
              .toList();
      for (ObjectNode document : documents) {
        boolean some = document.path("name").asText().equals("office");
        boolean nests = document.at("/endpoints/0/type").asText().equals("Nested");
        if (!nests) {
          assertThat(document.path("endpoints").valueStream())
              .extracting(
                  endpoint -> endpoint.path("name").asText(),
                  endpoint -> endpoint.path("target").asText())
              .containsExactlyElementsOf(some ? all.subList(0, 2) : all);
        }
      }
    }
  }
}

package io.waymark.node.prober;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.health.Samples;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.HttpHeader;
import io.waymark.protocol.profile.MonitorConfig;
import io.waymark.protocol.profile.ProbeProtocol;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class ProbePlanTest {
  private static ProbePlan plan(
      String target, List<HttpHeader> ofProfile, HttpHeader... ofEndpoint) {
    MonitorConfig monitor =
        new MonitorConfig(
            ProbeProtocol.HTTPS, 8443, "/", 30, 10, 3, 1, false, ofProfile, List.of());
    Endpoint endpoint = Samples.endpoint("a", target, ofEndpoint);
    return Objects.requireNonNull(
        ProbePlan.of(Samples.profile("web", monitor, endpoint), endpoint));
  }

  private static HttpHeader host(String value) {
    return new HttpHeader("host", value);
  }

  @Test
  void theEndpointsHeadersReplaceTheProfilesOfTheSameName() {
    ProbePlan plan =
        plan(
            "a.example",
            List.of(new HttpHeader("X-A", "profile"), new HttpHeader("X-B", "profile")),
            new HttpHeader("x-a", "endpoint"));
    assertThat(plan.headers())
        .containsExactlyInAnyOrder(
            new HttpHeader("x-a", "endpoint"), new HttpHeader("X-B", "profile"));
  }

  @Test
  void theHostIsTheEndpointsElseTheProfilesElseTheTarget() {
    assertThat(plan("a.example", List.of(host("p.example")), host("e.example")).host())
        .isEqualTo("e.example");
    assertThat(plan("a.example", List.of(host("p.example"))).host()).isEqualTo("p.example");
    assertThat(plan("a.example", List.of()).host()).isEqualTo("a.example");
    assertThat(plan("192.0.2.1", List.of()).host()).isEqualTo("192.0.2.1");
    assertThat(plan("2001:db8:0::1", List.of()).host()).isEqualTo("[2001:db8::1]");
  }

  @Test
  void theServerNameIsTheHostWhereThatIsADomainNameElseTheTarget() {
    assertThat(plan("a.example", List.of()).serverName()).isEqualTo("a.example");
    assertThat(plan("a.example", List.of(), host("e.example:8443")).serverName())
        .isEqualTo("e.example");
    assertThat(plan("192.0.2.1", List.of(), host("e.example")).serverName()).isEqualTo("e.example");
    assertThat(plan("a.example", List.of(), host("192.0.2.9:80")).serverName())
        .isEqualTo("a.example");
    for (String address : List.of("[2001:db8::9]:80", "[2001:db8::9]", "2001:db8::9")) {
      assertThat(plan("a.example", List.of(), host(address)).serverName()).isEqualTo("a.example");
    }
  }

  @Test
  void anAddressHasNoServerName() {
    assertThat(plan("192.0.2.1", List.of()).serverName()).isNull();
    assertThat(plan("2001:db8::1", List.of()).serverName()).isNull();
  }
}

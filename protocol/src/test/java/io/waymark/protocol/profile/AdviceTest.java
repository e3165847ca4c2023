package io.waymark.protocol.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import org.junit.jupiter.api.Test;

final class AdviceTest {
  @Test
  void concernsProfilesThatLeaveClientsWithoutAnAnswer() {
    Seeds.forEach(
        300,
        random -> {
          Profile profile = RandomProfiles.valid(random);
          boolean world =
              profile.endpoints().stream().anyMatch(one -> one.geoMapping().contains("WORLD"));
          boolean rest = profile.endpoints().stream().anyMatch(one -> one.subnets().isEmpty());
          int some = profile.endpoints().isEmpty() ? 0 : 1;
          int expected =
              switch (profile.trafficRoutingMethod()) {
                // None of them nests another profile.
                case GEOGRAPHIC -> profile.endpoints().size() + (world ? 0 : some);
                case SUBNET -> rest ? 0 : some;
                case PERFORMANCE, PRIORITY, WEIGHTED, MULTI_VALUE -> 0;
              };
          assertThat(Advice.on(profile)).as(profile.toString()).hasSize(expected);
        });
  }
}

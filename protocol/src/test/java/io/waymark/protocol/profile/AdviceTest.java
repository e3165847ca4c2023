package io.waymark.protocol.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AdviceTest {
  @Test
  void concernsProfilesThatLeaveClientsWithoutAnAnswer() {
    Seeds.forEach(
        300,
        random -> {
          Profile profile = RandomProfiles.valid(random);
          List<Endpoint> used = profile.endpoints().stream().filter(Endpoint::enabled).toList();
          boolean world = used.stream().anyMatch(one -> one.geoMapping().contains("WORLD"));
          boolean rest = used.stream().anyMatch(one -> one.subnets().isEmpty());
          int some = used.isEmpty() ? 0 : 1;
          int expected =
              switch (profile.trafficRoutingMethod()) {
                // None of them nests another profile.
                case GEOGRAPHIC -> used.size() + (world ? 0 : some);
                case SUBNET -> rest ? 0 : some;
                case PERFORMANCE, PRIORITY, WEIGHTED, MULTI_VALUE -> 0;
              };
          assertThat(Advice.on(profile)).as(profile.toString()).hasSize(expected);
        });
  }
}

package io.waymark.protocol.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AwakeClockTest {
  private final AwakeClock clock = new AwakeClock(1_000);

  @Test
  void runsLikeAnyClockWhileTheNodeRuns() {
    assertThat(clock.at(1_000)).isEqualTo(1_000);
    assertThat(clock.at(2_500)).isEqualTo(2_500);
    assertThat(clock.at(4_500)).isEqualTo(4_500);
  }

  @Test
  void aStoppedNodeFindsTheOthersAliveWhenItGoesOn() {
    Pulses pulses = new Pulses();
    pulses.heard(new TestPulse("b").next(), clock.at(1_000), 0);

    assertThat(pulses.freshNames(clock.at(61_000))).containsExactly("b");
    // And silent ones dead, once it has listened long enough.
    for (long now = 62_000; now <= 65_000; now += 1_000) {
      assertThat(pulses.freshNames(clock.at(now))).containsExactly("b");
    }
    assertThat(pulses.freshNames(clock.at(65_001))).isEmpty();
  }
}

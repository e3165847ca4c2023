package io.waymark.protocol.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClockRuleTest {

  @Test
  void aNodeFartherThanAMinuteFromTheMedianIsWrong() {
    assertThat(ClockRule.aheadMillis(List.of(0L, -60_000L, -60_000L))).isEqualTo(60_000);
    assertThat(ClockRule.right(List.of(0L, -60_000L, -60_000L))).isTrue();
    assertThat(ClockRule.right(List.of(0L, -60_001L, -60_001L))).isFalse();
    assertThat(ClockRule.right(List.of(0L, 60_001L, 70_000L))).isFalse();
  }

  @Test
  void oneWrongClockAmongOthersDoesNotStopTheOthers() {
    assertThat(ClockRule.right(List.of(0L, 20L, 86_400_000L))).isTrue();
  }

  @Test
  void aloneOrWithOneOtherANodeTrustsItself() {
    assertThat(ClockRule.right(List.of())).isTrue();
    assertThat(ClockRule.right(List.of(0L))).isTrue();
    assertThat(ClockRule.right(List.of(0L, 86_400_000L))).isTrue();
  }

  @Test
  void whateverTheClocksSomeNodeIsRight() {
    Seeds.forEach(
        500,
        random -> {
          List<Long> clocks = new ArrayList<>();
          for (int i = 0; i <= random.nextInt(7); i++) {
            clocks.add(random.nextLong(1_000_000));
          }
          assertThat(clocks)
              .anyMatch(own -> ClockRule.right(clocks.stream().map(clock -> clock - own).toList()));
        });
  }
}

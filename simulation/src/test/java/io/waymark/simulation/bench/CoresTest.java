package io.waymark.simulation.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Lists of cores as {@code /proc/self/status} gives them. */
final class CoresTest {
  @Test
  void readsRangesAndSingleCores() {
    assertThat(Cores.parse("0-1")).containsExactly(0, 1);
    assertThat(Cores.parse("5")).containsExactly(5);
    assertThat(Cores.parse("0-3,8,10-11")).containsExactly(0, 1, 2, 3, 8, 10, 11);
  }
}

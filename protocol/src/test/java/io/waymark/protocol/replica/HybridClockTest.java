package io.waymark.protocol.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.waymark.protocol.Seeds;
import org.junit.jupiter.api.Test;

final class HybridClockTest {
  private final HybridClock clock = new HybridClock(Stamp.ZERO);

  @Test
  void followsTheWallClockWhereItCan() {
    assertThat(clock.next(1_000)).isEqualTo(Stamp.of(1_000, 0));
    assertThat(clock.next(1_005)).isEqualTo(Stamp.of(1_005, 0));
  }

  @Test
  void countsWhileTheWallClockStandsOrGoesBack() {
    clock.next(1_000);
    assertThat(clock.next(1_000)).isEqualTo(Stamp.of(1_000, 1));
    assertThat(clock.next(10)).isEqualTo(Stamp.of(1_000, 2));
  }

  @Test
  void aFullCounterGoesOnInTheNextMillisecond() {
    clock.observe(Stamp.of(1_000, 65_535));
    assertThat(clock.next(1_000)).isEqualTo(Stamp.of(1_001, 0));
  }

  @Test
  void comesAfterWhatOthersIssued() {
    clock.observe(Stamp.of(9_000, 3));
    clock.observe(Stamp.of(8_000, 0));
    assertThat(clock.next(1_000)).isEqualTo(Stamp.of(9_000, 4));
  }

  @Test
  void everyStampIsLaterThanAllBeforeIt() {
    Seeds.forEach(
        200,
        random -> {
          HybridClock any = new HybridClock(Stamp.ZERO);
          Stamp latest = Stamp.ZERO;
          for (int i = 0; i < 200; i++) {
            Stamp heard = Stamp.of(random.nextInt(50), random.nextInt(65_536));
            if (random.nextBoolean()) {
              any.observe(heard);
              latest = heard.isAfter(latest) ? heard : latest;
            } else {
              Stamp next = any.next(random.nextInt(50));
              assertThat(next).isGreaterThan(latest);
              latest = next;
            }
          }
        });
  }

  @Test
  void stampsOfTheFarFutureAreStillLater() {
    Stamp far = Stamp.of((1L << 48) - 1, 65_535);
    assertThat(far).isGreaterThan(Stamp.of(1_000, 0));
    clock.observe(far);
    assertThatIllegalStateException().isThrownBy(() -> clock.next(1_000));
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatIllegalArgumentException().isThrownBy(() -> Stamp.of(-1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> Stamp.of(1L << 48, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> Stamp.of(0, 65_536));
  }
}

package io.waymark.protocol.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.protocol.Seeds;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CoordinatesTest {
  private static final Coordinates AMSTERDAM = new Coordinates(52.37, 4.90);

  @Test
  void distancesAreThoseOfTheGlobe() {
    assertThat(AMSTERDAM.kilometresTo(new Coordinates(40.71, -74.01))).isBetween(5_850, 5_880);
    assertThat(AMSTERDAM.kilometresTo(new Coordinates(51.51, -0.13))).isBetween(355, 362);
    assertThat(new Coordinates(0, 0).kilometresTo(new Coordinates(0, 90))).isEqualTo(10_008);
    assertThat(new Coordinates(90, 0).kilometresTo(new Coordinates(-90, 120))).isEqualTo(20_015);
  }

  @Test
  void theShortWayMayCrossTheDateLine() {
    assertThat(new Coordinates(0, 179.5).kilometresTo(new Coordinates(0, -179.5))).isEqualTo(111);
  }

  @Test
  void distancesAreSymmetricAndNoneToItself() {
    Seeds.forEach(
        1_000,
        random -> {
          Coordinates one =
              new Coordinates(180 * random.nextDouble() - 90, 360 * random.nextDouble() - 180);
          Coordinates other =
              new Coordinates(180 * random.nextDouble() - 90, 360 * random.nextDouble() - 180);
          Coordinates antipode =
              new Coordinates(
                  -one.latitude(),
                  one.longitude() > 0 ? one.longitude() - 180 : one.longitude() + 180);
          assertThat(one.kilometresTo(other))
              .isEqualTo(other.kilometresTo(one))
              .isBetween(0, 20_015);
          assertThat(one.kilometresTo(one)).isZero();
          assertThat(one.kilometresTo(antipode)).isEqualTo(20_015);
        });
  }

  @Test
  void refusesWhatIsNotOnEarth() {
    for (double[] wrong :
        List.of(
            new double[] {90.1, 0},
            new double[] {0, -180.1},
            new double[] {Double.NaN, 0},
            new double[] {0, Double.POSITIVE_INFINITY})) {
      assertThatThrownBy(() -> new Coordinates(wrong[0], wrong[1]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}

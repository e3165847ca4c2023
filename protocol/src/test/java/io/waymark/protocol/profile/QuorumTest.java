package io.waymark.protocol.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** The share of votes that makes an endpoint up. */
final class QuorumTest {

  @Test
  void exactlyHalfIsUpByDefault() {
    assertThat(Quorum.DEFAULT.met(1, 2)).isTrue();
    assertThat(Quorum.DEFAULT.met(1, 3)).isFalse();
    assertThat(Quorum.DEFAULT.met(0, 1)).isFalse();
  }

  @Test
  void aShareIsMetExactlyWhereDecimalArithmeticSaysSo() {
    for (int percent = 1; percent <= 100; percent++) {
      BigDecimal share = new BigDecimal(percent).movePointLeft(2);
      Quorum quorum = new Quorum.Share(share.doubleValue());
      for (int cast = 1; cast <= 100; cast++) {
        for (int up = 0; up <= cast; up++) {
          boolean met = new BigDecimal(up).compareTo(share.multiply(new BigDecimal(cast))) >= 0;
          assertThat(quorum.met(up, cast)).as(up + " of " + cast + ", " + share).isEqualTo(met);
        }
      }
    }
  }

  @Test
  void anyAndAllMeanWhatTheySay() {
    assertThat(new Quorum.Any().met(1, 9)).isTrue();
    assertThat(new Quorum.Any().met(0, 9)).isFalse();
    assertThat(new Quorum.All().met(9, 9)).isTrue();
    assertThat(new Quorum.All().met(8, 9)).isFalse();
  }
}

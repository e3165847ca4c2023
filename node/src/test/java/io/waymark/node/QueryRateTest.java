package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class QueryRateTest {
  private final AtomicLong queries = new AtomicLong(1_000);
  private final QueryRate rate = new QueryRate(queries::get);

  @Test
  void isOfTheTimeSinceTheQuestionBefore() {
    assertThat(rate.perSecond(-5)).as("no question before").isZero();
    queries.addAndGet(30);
    assertThat(rate.perSecond(-5 + 2_000_000_000L)).isEqualTo(15);
    assertThat(rate.perSecond(-5 + 3_000_000_000L)).isZero();
    queries.addAndGet(1);
    assertThat(rate.perSecond(-5 + 3_500_000_000L)).isEqualTo(2);
  }

  @Test
  void isNothingWhereNoTimeHasPassed() {
    assertThat(rate.perSecond(7)).isZero();
    queries.addAndGet(30);
    assertThat(rate.perSecond(7)).isZero();
  }
}

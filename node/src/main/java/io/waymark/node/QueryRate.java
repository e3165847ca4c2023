package io.waymark.node;

import java.util.function.LongSupplier;

/** Queries a second, from one question to the next. For one thread. */
final class QueryRate {
  private static final double NANOS = 1e9;

  private final LongSupplier queries;
  private long lastQueries;
  private long lastNanos;
  private boolean asked;

  /**
   * @param queries since the start
   */
  QueryRate(LongSupplier queries) {
    this.queries = queries;
  }

  /** Since the question before; 0 at the first. */
  double perSecond(long nowNanos) {
    long now = queries.getAsLong();
    double rate =
        asked && nowNanos > lastNanos ? (now - lastQueries) * NANOS / (nowNanos - lastNanos) : 0;
    asked = true;
    lastQueries = now;
    lastNanos = nowNanos;
    return rate;
  }
}

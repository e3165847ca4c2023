package io.waymark.protocol.fleet;

/**
 * A clock that stands still while this node itself did not run.
 *
 * <p>A node that was stopped for a minute, or whose machine was, has heard nobody for a minute when
 * it goes on, though everybody is well. By this clock it has not: it hears what waits for it before
 * it thinks itself alone and starts to probe everything. It must be asked at least once in {@link
 * Pulse#INTERVAL_MILLIS}. Not for {@link Leases}, which end whether their holder runs or not.
 */
public final class AwakeClock {
  /** A longer time between two questions is time that this node did not live through. */
  static final long ASLEEP_MILLIS = 2 * Pulse.INTERVAL_MILLIS;

  private long lastMillis;
  private long asleepMillis;

  public AwakeClock(long nowMillis) {
    lastMillis = nowMillis;
  }

  /** The time by this clock, when the machine's monotonic clock says {@code nowMillis}. */
  public long at(long nowMillis) {
    long passed = nowMillis - lastMillis;
    if (passed > ASLEEP_MILLIS) {
      asleepMillis += passed - Pulse.INTERVAL_MILLIS;
    }
    lastMillis = Math.max(lastMillis, nowMillis);
    return lastMillis - asleepMillis;
  }
}

package io.waymark.protocol.fleet;

import org.jspecify.annotations.Nullable;

/**
 * One life of one node, as it was heard.
 *
 * @param skewMillis by how much its wall clock was ahead when {@code last} came
 * @param takingMillis when it was last heard to take edits; {@link #NEVER} if it was not
 * @param steadyMillis since when it has been heard to take edits without a gap; {@link #NEVER}
 *     while it does not
 */
record Life(
    Pulse last,
    long firstMillis,
    long lastMillis,
    long skewMillis,
    long takingMillis,
    long steadyMillis) {
  static final long NEVER = Long.MIN_VALUE;

  static Life first(Pulse pulse, long nowMillis, long skewMillis) {
    long taking = pulse.takesEdits() ? nowMillis : NEVER;
    return new Life(pulse, nowMillis, nowMillis, skewMillis, taking, taking);
  }

  Life next(Pulse pulse, long nowMillis, long skew) {
    if (!pulse.takesEdits()) {
      return new Life(pulse, firstMillis, nowMillis, skew, takingMillis, NEVER);
    }
    boolean unbroken = steadyMillis != NEVER && nowMillis - lastMillis <= Leases.GAP_MILLIS;
    return new Life(
        pulse, firstMillis, nowMillis, skew, nowMillis, unbroken ? steadyMillis : nowMillis);
  }

  boolean fresh(long nowMillis) {
    return nowMillis - lastMillis <= Pulses.FRESH_MILLIS;
  }

  /** Null when it has not been heard to take edits of late. */
  Pulse.@Nullable Hearing hearing(long nowMillis) {
    if (takingMillis == NEVER || nowMillis - takingMillis > Pulses.FRESH_MILLIS) {
      return null;
    }
    boolean steady =
        steadyMillis != NEVER
            && nowMillis - lastMillis <= Leases.GAP_MILLIS
            && nowMillis - steadyMillis >= Leases.LEASE_MILLIS;
    return new Pulse.Hearing(last.node().name(), last.incarnation(), last.sequence(), steady);
  }
}

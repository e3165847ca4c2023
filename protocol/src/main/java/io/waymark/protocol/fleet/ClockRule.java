package io.waymark.protocol.fleet;

import java.util.Collection;

/**
 * Whether a node's wall clock may stamp edits. One far from all others would give stamps that win
 * over edits made after them, or lose to edits made before.
 */
public final class ClockRule {
  /** A clock farther than this from the median is wrong. */
  public static final long OFF_MILLIS = 60_000;

  private ClockRule() {}

  /**
   * By how much a node's own wall clock is ahead of the median of all that are alive.
   *
   * <p>Between two middle clocks the nearer counts: two nodes that differ cannot tell who is right,
   * and then both go on. The node in the middle is always right, so a fleet with clocks all over
   * the place still takes edits somewhere.
   *
   * @param skewMillis by how much the clock of every node that is alive is ahead of this node's,
   *     its own 0 among them, as {@link Pulses#skewMillis} has it
   */
  public static long aheadMillis(Collection<Long> skewMillis) {
    long[] sorted = skewMillis.stream().mapToLong(Long::longValue).sorted().toArray();
    if (sorted.length == 0) {
      return 0;
    }
    long lower = sorted[(sorted.length - 1) / 2];
    long upper = sorted[sorted.length / 2];
    return -(Math.abs(lower) <= Math.abs(upper) ? lower : upper);
  }

  /** Whether a node with these skews takes edits. */
  public static boolean right(Collection<Long> skewMillis) {
    return Math.abs(aheadMillis(skewMillis)) <= OFF_MILLIS;
  }
}

package io.waymark.protocol.routing;

import io.waymark.protocol.net.Client;
import io.waymark.protocol.profile.RoutingMethod;
import java.util.Arrays;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A profile tree and its statuses, compiled: what one name answers until something changes.
 * Immutable.
 *
 * <p>The tree is one array of ints, so that a decision touches two or three cache lines whatever
 * the number of names: a step is an operation followed by its operands, and a target is the offset
 * of another step, or the complement of a leaf's number, or one of the {@code TO_} constants.
 * {@link #decide} allocates nothing.
 */
public final class RoutingPlan {
  /**
   * The routing methods that a plan can carry out; a profile with another one is answered SERVFAIL.
   */
  public static final Set<RoutingMethod> METHODS =
      Set.of(RoutingMethod.PRIORITY, RoutingMethod.WEIGHTED, RoutingMethod.MULTI_VALUE);

  /**
   * One target, fixed when compiled: Priority, and a profile with nothing to choose from. Operand:
   * target.
   */
  static final int FIXED = 0;

  /** A weighted draw; see {@link Weighted}. */
  static final int WEIGHTED = 1;

  /** A weighted choice that a client network keeps; see {@link WeightedAffinity}. */
  static final int WEIGHTED_AFFINITY = 2;

  /** Several leaves at once, where the walk ends; see {@link MultiValue}. */
  static final int MULTI_VALUE = 3;

  static final int TO_NODATA = Integer.MIN_VALUE;
  static final int TO_NXDOMAIN = Integer.MIN_VALUE + 1;
  static final int TO_SERVFAIL = Integer.MIN_VALUE + 2;

  private final int[] code;
  private final int start;

  RoutingPlan(int[] code, int start) {
    this.code = code;
    this.start = start;
  }

  /**
   * Decides one query.
   *
   * @param type the query's type: MultiValue filters by it, every other method chooses before
   *     looking at it
   * @param client who asks
   * @param random drawn from only where a method draws
   * @param trace hears each step
   * @param decision overwritten
   */
  public void decide(
      int type, Client client, RandomGenerator random, Trace trace, Decision decision) {
    decision.clear();
    int[] steps = code;
    int at = start;
    while (at >= 0) {
      if (steps[at] == MULTI_VALUE) {
        MultiValue.decide(steps, at, type, client, random, trace, decision);
        return;
      }
      int target =
          switch (steps[at]) {
            case FIXED -> steps[at + 1];
            case WEIGHTED -> Weighted.draw(steps, at, random);
            case WEIGHTED_AFFINITY -> WeightedAffinity.choose(steps, at, client, decision);
            default -> throw new IllegalStateException("operation " + steps[at] + " at " + at);
          };
      trace.step(at, target);
      at = target;
    }
    switch (at) {
      case TO_NODATA -> decision.end(Decision.Outcome.NODATA);
      case TO_NXDOMAIN -> decision.end(Decision.Outcome.NXDOMAIN);
      case TO_SERVFAIL -> decision.end(Decision.Outcome.SERVFAIL);
      default -> decision.add(~at);
    }
  }

  /** Whether a target is a leaf, rather than a step or an empty outcome. */
  static boolean isLeaf(int target) {
    return target < 0 && target > TO_SERVFAIL;
  }

  /** Where the queried profile's step lies. */
  int start() {
    return start;
  }

  /** Whether both decide alike: the same steps in the same place. */
  @Override
  public boolean equals(Object other) {
    return other instanceof RoutingPlan plan
        && plan.start == start
        && Arrays.equals(plan.code, code);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(code) + start;
  }
}

package io.waymark.protocol.routing;

import io.waymark.protocol.net.Client;
import io.waymark.protocol.profile.RoutingMethod;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

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
  /** The routing methods that a plan can carry out. */
  public static final Set<RoutingMethod> METHODS = Set.of(RoutingMethod.values());

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

  /** By the endpoints' ranges of client addresses; see {@link Subnet}. */
  static final int SUBNET = 4;

  /** By the place the client is in; see {@link Geographic}. */
  static final int GEOGRAPHIC = 5;

  /** By the region nearest to the client; see {@link Performance}. */
  static final int PERFORMANCE = 6;

  static final int TO_NODATA = Integer.MIN_VALUE;
  static final int TO_NXDOMAIN = Integer.MIN_VALUE + 1;
  static final int TO_SERVFAIL = Integer.MIN_VALUE + 2;

  private final int[] code;
  private final int start;
  private final Lookups lookups;

  RoutingPlan(int[] code, int start, Lookups lookups) {
    this.code = code;
    this.start = start;
    this.lookups = lookups;
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
            case WEIGHTED -> Weighted.draw(steps, at, random);
            default -> choose(at, client, decision);
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

  /** What a step that draws nothing chooses for the client; adds what it reads to the scope. */
  private int choose(int at, Client client, Decision decision) {
    return switch (code[at]) {
      case FIXED -> code[at + 1];
      case WEIGHTED_AFFINITY -> WeightedAffinity.choose(code, at, client, decision);
      case SUBNET -> Subnet.choose(code, at, lookups, client, decision);
      case GEOGRAPHIC -> Geographic.choose(code, at, lookups, client, decision);
      case PERFORMANCE -> Performance.choose(code, at, lookups, client, decision);
      default -> throw new IllegalStateException("operation " + code[at] + " at " + at);
    };
  }

  /**
   * What one step makes of a client by itself, where the client is all that it depends on.
   *
   * @param target as in {@link StepNote.Branch#target}, or an empty outcome
   * @param scope leading bits of the address that it depends on
   */
  record Seen(int target, int scope) {}

  /** What a step chooses by the client's place or address; null for the other operations. */
  @Nullable Seen see(int step, Client client) {
    return switch (code[step]) {
      case SUBNET, GEOGRAPHIC, PERFORMANCE -> {
        Decision decision = new Decision();
        int target = choose(step, client, decision);
        yield new Seen(target, decision.scope());
      }
      default -> null;
    };
  }

  /**
   * What a step reads of a client, each with how much of the address it depends on.
   *
   * @param target what it chose for that client
   */
  List<Read> reads(int step, int target, Client client) {
    Read network = Read.of("client network", client, ClientAffinity.networkBits(client));
    return switch (code[step]) {
      case SUBNET ->
          List.of(Read.of("ranges", client, lookups.subnets[code[step + 1]].prefixLength(client)));
      case GEOGRAPHIC -> List.of(Read.of("place", client, lookups.geographic.prefixLength(client)));
      case PERFORMANCE -> {
        Read nearness =
            Read.of("latencies and distances", client, lookups.performance.prefixLength(client));
        yield Performance.spreads(code, step, lookups, client)
            ? List.of(nearness, network)
            : List.of(nearness);
      }
      case WEIGHTED_AFFINITY -> List.of(network);
      case MULTI_VALUE -> code[step + 2] == 1 && isLeaf(target) ? List.of(network) : List.of();
      default -> List.of();
    };
  }

  /** Whether a target is a leaf, rather than a step or an empty outcome. */
  static boolean isLeaf(int target) {
    return target < 0 && target > TO_SERVFAIL;
  }

  /** Where the queried profile's step lies. */
  int start() {
    return start;
  }

  /** Whether both decide alike: the same steps in the same place, that look at the same data. */
  @Override
  public boolean equals(Object other) {
    return other instanceof RoutingPlan plan
        && plan.start == start
        && Arrays.equals(plan.code, code)
        && plan.lookups.equals(lookups);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(code) + start;
  }
}

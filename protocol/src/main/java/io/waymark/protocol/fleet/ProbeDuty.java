package io.waymark.protocol.fleet;

import io.waymark.protocol.health.Vote;
import io.waymark.protocol.health.Votes;
import java.time.Duration;
import java.util.Set;

/**
 * What one node does for one endpoint: make before break.
 *
 * <p>A prober that is no longer assigned goes on until its successors have voted, or until a bound
 * has passed in which they could have. Then it stops, but its vote stands: {@link
 * io.waymark.protocol.health.VerdictRule} lets it hold the seat of a successor that has not voted.
 * Only when the successors' votes have stood for a while, so that every node has them, does it take
 * its own away; left behind, it would count as news when this node is assigned again.
 *
 * <p>Whom a node hears decides what it is assigned, so one that loses sight of the others takes
 * over without any further rule, and hands back when it sees them again.
 */
public sealed interface ProbeDuty {
  /** The successors' votes are everywhere when they have stood for this long. */
  long SETTLED_MILLIS = Pulses.FRESH_MILLIS;

  /** Nothing to do, and no vote of ours. */
  record None() implements ProbeDuty {}

  /** Assigned: it probes and votes. */
  record Assigned() implements ProbeDuty {}

  /** It was assigned until {@code sinceMillis}; it probes and votes until others do. */
  record HandingOver(long sinceMillis) implements ProbeDuty {}

  /**
   * It probes no more, and its last vote stands.
   *
   * @param sinceMillis since when its successors' votes have been there
   */
  record Standing(long sinceMillis) implements ProbeDuty {}

  /** What a node begins with. */
  static ProbeDuty none() {
    return new None();
  }

  /** Whether it sends probes. */
  default boolean probes() {
    return switch (this) {
      case Assigned _, HandingOver _ -> true;
      case None _, Standing _ -> false;
    };
  }

  /** Whether its latest vote is kept; a vote that is not kept is taken out of its block. */
  default boolean keepsVote() {
    return !(this instanceof None);
  }

  /**
   * What it does next. To be asked whenever the assignment or the votes change, and every second
   * while {@link #passing}.
   *
   * @param assigned whether this node is assigned now
   * @param successorsVoted see {@link #successorsVoted}
   * @param bound how long it goes on at most without being assigned, see {@link #bound}
   */
  default ProbeDuty next(
      boolean assigned, boolean successorsVoted, Duration bound, long nowMillis) {
    if (assigned) {
      return new Assigned();
    }
    return switch (this) {
      case None none -> none;
      case Assigned _ -> successorsVoted ? new Standing(nowMillis) : new HandingOver(nowMillis);
      case HandingOver(long since) ->
          successorsVoted || nowMillis - since >= bound.toMillis() ? new Standing(nowMillis) : this;
      case Standing(long since) -> {
        if (!successorsVoted) {
          yield new Standing(nowMillis);
        }
        yield nowMillis - since >= SETTLED_MILLIS ? none() : this;
      }
    };
  }

  /** Whether time alone may change it. */
  default boolean passing() {
    return this instanceof HandingOver || this instanceof Standing;
  }

  /**
   * Whether the assigned probers that are alive have all said what they think, and one at least
   * stands by it: where all withdrew, the former vote is still the best there is.
   */
  static boolean successorsVoted(Votes votes, Set<String> assigned, Set<String> fresh) {
    boolean standsByIt = false;
    for (String prober : assigned) {
      if (fresh.contains(prober)) {
        Vote vote = votes.of(prober);
        if (vote == null) {
          return false;
        }
        standsByIt |= !vote.withdrawn();
      }
    }
    return standsByIt;
  }

  /**
   * The votes on an endpoint without those that silent probers can no longer take away themselves:
   * once their successors have voted, an old word would only stand in the way of a newer one. Who
   * keeps votes drops these, and reads a prober's votes anew when it is heard again.
   */
  static Votes withoutSuperseded(Votes votes, Set<String> assigned, Set<String> fresh) {
    Votes kept = votes;
    if (successorsVoted(votes, assigned, fresh)) {
      for (String prober : votes.byProber().keySet()) {
        if (!fresh.contains(prober)) {
          kept = kept.without(prober);
        }
      }
    }
    return kept;
  }

  /** In this time a successor has probed and voted, unless something is wrong with it. */
  static Duration bound(Duration interval, Duration timeout) {
    return interval.plus(timeout).plusMillis(Pulses.FRESH_MILLIS);
  }
}

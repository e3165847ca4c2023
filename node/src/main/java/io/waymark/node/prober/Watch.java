package io.waymark.node.prober;

import io.waymark.protocol.health.ProbeHistory;
import io.waymark.protocol.health.ProbeResult;
import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.health.Vote;
import io.waymark.protocol.profile.EndpointId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint that is being probed in one way. Belongs to the actor, which alone reads and writes
 * it; a change of plan makes a new one.
 */
final class Watch {
  /** Where the next probe stands. */
  enum Turn {
    /** Nothing to do until the timer says so. */
    IDLE,
    /** Due, and waiting for others to end. */
    WAITING,
    IN_FLIGHT,
    /** In flight, and due again. */
    OVERDUE
  }

  final EndpointId endpoint;
  final ProbePlan plan;

  /** Who asked for the result of the next probe that begins, or of the one in flight. */
  final List<ActorRef<ProberActor.ProbedNow>> asking = new ArrayList<>();

  Turn turn = Turn.IDLE;

  /** Whether the probe in flight began while this node's uplink was suspect. */
  boolean begunInDoubt;

  private ProbeHistory history = ProbeHistory.start();
  private Instant since;
  private @Nullable String reason;
  private @Nullable String withdrawnBecause;
  private @Nullable Long roundTripMs;

  Watch(EndpointId endpoint, ProbePlan plan, Instant now) {
    this.endpoint = endpoint;
    this.plan = plan;
    this.since = now;
  }

  /**
   * Takes in a result; says whether the vote changed.
   *
   * @param inDoubt whether this node's uplink was suspect during the probe, so that a failure says
   *     nothing and the vote stays withdrawn
   */
  boolean learned(ProbeResult result, boolean inDoubt, Instant now) {
    Vote was = vote();
    Verdict believed = history.verdict();
    int successesToRecover = plan.monitor().successesToRecover();
    if (inDoubt) {
      history = history.afterInDoubt(result, successesToRecover);
    } else {
      history =
          history.after(result, plan.monitor().toleratedNumberOfFailures(), successesToRecover);
      withdrawnBecause = null;
    }
    switch (result) {
      case ProbeResult.Passed(long millis) -> {
        reason = "passed";
        roundTripMs = millis;
      }
      case ProbeResult.Failed(String why) -> reason = why;
    }
    if (!history.verdict().equals(believed)) {
      since = now;
    }
    return !Objects.equals(vote(), was);
  }

  /**
   * Takes the vote back until a result counts again; says whether the vote changed.
   *
   * @param because for people
   */
  boolean withdraw(String because) {
    Vote was = vote();
    history = history.withoutFailures();
    withdrawnBecause = because;
    return !Objects.equals(vote(), was);
  }

  /** A probe came to nothing for a reason of our own; what was believed stands. */
  void missed(String why) {
    reason = why;
  }

  /** What this node says of the endpoint now. */
  Ballot ballot() {
    return new Ballot(endpoint, vote(), since, Objects.requireNonNullElse(explained(), ""));
  }

  /** What is known; null before the first result. */
  ProberActor.@Nullable Observation observation() {
    String why = explained();
    return why == null ? null : new ProberActor.Observation(verdict(), since, why, roundTripMs);
  }

  /** By this node's vote alone. */
  private Verdict verdict() {
    Vote vote = vote();
    return new Verdict(history.verdict().state(), vote != null && vote.withdrawn());
  }

  private @Nullable Vote vote() {
    Vote vote =
        switch (history) {
          case ProbeHistory.Checking _ -> null;
          case ProbeHistory.Up _ -> Vote.UP;
          case ProbeHistory.Down _ -> Vote.DOWN;
        };
    return vote == null || withdrawnBecause == null ? vote : vote.withdraw();
  }

  private @Nullable String explained() {
    return reason == null || withdrawnBecause == null
        ? reason
        : "vote withdrawn, " + withdrawnBecause + "; last probe: " + reason;
  }
}

package io.waymark.node.prober;

import io.waymark.protocol.health.ProbeHistory;
import io.waymark.protocol.health.ProbeResult;
import io.waymark.protocol.profile.EndpointId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
  private ProbeHistory history = ProbeHistory.start();
  private Instant since;
  private @Nullable String reason;
  private @Nullable Long roundTripMs;

  Watch(EndpointId endpoint, ProbePlan plan, Instant now) {
    this.endpoint = endpoint;
    this.plan = plan;
    this.since = now;
  }

  /** Takes in a result; says whether the verdict changed. */
  boolean learned(ProbeResult result, Instant now) {
    ProbeHistory was = history;
    history =
        was.after(
            result,
            plan.monitor().toleratedNumberOfFailures(),
            plan.monitor().successesToRecover());
    switch (result) {
      case ProbeResult.Passed(long millis) -> {
        reason = "passed";
        roundTripMs = millis;
      }
      case ProbeResult.Failed(String why) -> reason = why;
    }
    boolean changed = !history.verdict().equals(was.verdict());
    if (changed) {
      since = now;
    }
    return changed;
  }

  /** A probe came to nothing for a reason of our own; what was believed stands. */
  void missed(String why) {
    reason = why;
  }

  ProbeHistory history() {
    return history;
  }

  /** What is known; null before the first result. */
  ProberActor.@Nullable Observation observation() {
    return reason == null
        ? null
        : new ProberActor.Observation(history.verdict(), since, reason, roundTripMs);
  }
}

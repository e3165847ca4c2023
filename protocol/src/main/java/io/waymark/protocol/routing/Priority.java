package io.waymark.protocol.routing;

import java.util.Comparator;
import java.util.List;

/**
 * Priority: the candidate with the lowest number. Which one that is is known when the plan is
 * compiled.
 */
final class Priority {
  private static final Comparator<Candidate> ORDER =
      // Merged edits may leave two endpoints with one priority: the name decides, the same on every
      // node.
      Comparator.<Candidate>comparingInt(candidate -> candidate.endpoint().priority())
          .thenComparing(candidate -> candidate.endpoint().name());

  private Priority() {}

  static int compile(List<Candidate> candidates, PlanBuilder builder, StepNote.Draft note) {
    List<Candidate> ordered = candidates.stream().sorted(ORDER).toList();
    Candidate first = ordered.getFirst();
    int target = builder.target(first);
    note.branch(first, target, 1);
    for (Candidate other : ordered.subList(1, ordered.size())) {
      note.drop(
          other.endpoint(),
          "priority " + other.endpoint().priority() + " is behind " + first.endpoint().priority());
    }
    return builder.emit(RoutingPlan.FIXED, target);
  }
}

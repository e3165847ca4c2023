package io.waymark.protocol.routing;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What compiling a profile gives: the plan, the endpoints its leaves stand for, and how it came
 * about.
 *
 * @param leaves in the order of their numbers
 * @param notes by the offset of the step they tell about
 */
public record Compiled(RoutingPlan plan, List<Leaf> leaves, Map<Integer, StepNote> notes) {

  /** The endpoint a target stands for; null when it is a step or an empty outcome. */
  public @Nullable Leaf leaf(int target) {
    return RoutingPlan.isLeaf(target) ? leaves.get(~target) : null;
  }

  /** The note of the queried profile's own step. */
  public StepNote root() {
    StepNote note = notes.get(plan.start());
    if (note == null) {
      throw new IllegalStateException("no note for the first step");
    }
    return note;
  }
}

package io.waymark.protocol.routing;

import io.waymark.protocol.net.Client;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One decision told step by step, by the plan that makes every decision.
 *
 * @param steps from the queried profile to the one that was decided in last
 * @param candidates every endpoint that the answer could be, nested ones as {@code parent/child}
 */
public record Explanation(List<Step> steps, List<Chance> candidates) {

  /**
   * One profile's choice.
   *
   * @param chosen the endpoint's name, or several with commas between; null when nothing could be
   *     chosen
   */
  public record Step(StepNote note, @Nullable String chosen) {}

  /**
   * @param probability in {@code (0, 1]}
   */
  public record Chance(String endpoint, double probability) {}

  /**
   * Decides as {@link RoutingPlan#decide} does, and tells how.
   *
   * @param decision overwritten with what was decided
   */
  public static Explanation of(
      Compiled compiled, int type, Client client, RandomGenerator random, Decision decision) {
    List<Step> steps = new ArrayList<>();
    compiled
        .plan()
        .decide(
            type,
            client,
            random,
            (at, target) -> {
              StepNote note = compiled.notes().get(at);
              if (note != null) {
                add(steps, new Step(note, chosen(note, target)));
              }
            },
            decision);
    Map<String, Double> chances = new LinkedHashMap<>();
    chances(compiled, compiled.root(), "", 1, chances);
    return new Explanation(
        List.copyOf(steps),
        chances.entrySet().stream()
            .map(chance -> new Chance(chance.getKey(), chance.getValue()))
            .toList());
  }

  /** MultiValue chooses several endpoints in one step. */
  private static void add(List<Step> steps, Step step) {
    if (!steps.isEmpty() && steps.getLast().note().equals(step.note())) {
      Step before = steps.removeLast();
      steps.add(new Step(step.note(), before.chosen() + ", " + step.chosen()));
    } else {
      steps.add(step);
    }
  }

  private static @Nullable String chosen(StepNote note, int target) {
    for (StepNote.Branch branch : note.branches()) {
      if (branch.target() == target) {
        return branch.endpoint();
      }
    }
    return null;
  }

  private static void chances(
      Compiled compiled,
      StepNote note,
      String prefix,
      double probability,
      Map<String, Double> chances) {
    for (StepNote.Branch branch : note.branches()) {
      StepNote below = compiled.notes().get(branch.target());
      double of = probability * branch.probability();
      if (below == null) {
        chances.merge(prefix + branch.endpoint(), of, Double::sum);
      } else {
        chances(compiled, below, prefix + branch.endpoint() + "/", of, chances);
      }
    }
  }
}

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
   * @param view what it saw of the client; null when it did not look
   * @param reads what it depends on of the client's address
   * @param scope leading bits of the client's address that this and the steps before it depend on
   */
  public record Step(
      StepNote note,
      @Nullable String chosen,
      @Nullable ClientView view,
      List<Read> reads,
      int scope) {

    /** The rule that applied, in a few words. */
    public String rule() {
      return view == null ? note.rule() : view.rule();
    }
  }

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
                add(
                    steps,
                    new Step(
                        note,
                        chosen(note, target),
                        note.view() == null ? null : note.view().apply(client),
                        compiled.plan().reads(at, target, client),
                        decision.scope()));
              }
            },
            decision);
    Map<String, Double> chances = new LinkedHashMap<>();
    chances(compiled, client, compiled.plan().start(), "", 1, chances);
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
      steps.add(
          new Step(
              step.note(),
              before.chosen() + ", " + step.chosen(),
              step.view(),
              step.reads(),
              step.scope()));
    } else {
      steps.add(step);
    }
  }

  private static @Nullable String chosen(StepNote note, int target) {
    StepNote.Branch branch = branch(note, target);
    return branch == null ? null : branch.endpoint();
  }

  private static StepNote.@Nullable Branch branch(StepNote note, int target) {
    for (StepNote.Branch branch : note.branches()) {
      if (branch.target() == target) {
        return branch;
      }
    }
    return null;
  }

  private static void chances(
      Compiled compiled,
      Client client,
      int at,
      String prefix,
      double probability,
      Map<String, Double> chances) {
    StepNote note = compiled.notes().get(at);
    if (note == null) {
      return;
    }
    RoutingPlan.Seen seen = compiled.plan().see(at, client);
    if (seen == null) {
      for (StepNote.Branch branch : note.branches()) {
        chance(compiled, client, branch, prefix, probability * branch.probability(), chances);
      }
      return;
    }
    StepNote.Branch chosen = branch(note, seen.target());
    if (chosen == null) {
      // The profile's next step, or nothing at all.
      chances(compiled, client, seen.target(), prefix, probability, chances);
    } else {
      chance(compiled, client, chosen, prefix, probability, chances);
    }
  }

  private static void chance(
      Compiled compiled,
      Client client,
      StepNote.Branch branch,
      String prefix,
      double probability,
      Map<String, Double> chances) {
    String name = prefix + branch.endpoint();
    if (compiled.notes().containsKey(branch.target())) {
      chances(compiled, client, branch.target(), name + "/", probability, chances);
    } else {
      chances.merge(name, probability, Double::sum);
    }
  }
}

package io.waymark.simulation.check;

import io.waymark.simulation.fault.FaultPlan;
import io.waymark.simulation.world.Bug;
import io.waymark.simulation.world.Shape;
import io.waymark.simulation.world.Trace;
import io.waymark.simulation.world.World;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One world from one seed, with everything that is promised checked throughout. */
public final class SeedRun {
  static final long STEP_MILLIS = 1_000;
  private static final long LAST_EDITS_MILLIS = 5_000;

  /**
   * How a run went.
   *
   * @param broken which promise, and how; null when none was
   * @param traceHash equal for equal runs
   * @param virtualMillis how long the world lasted
   * @param edits asked for
   */
  public record Outcome(
      long seed, @Nullable String broken, long traceHash, long virtualMillis, int edits) {
    /** What is to be said of a failed run: what broke, and the command that replays it. */
    String failure(Bug bug) {
      return "seed "
          + seed
          + ": "
          + broken
          + System.lineSeparator()
          + "  replay: waymark-sim seeds --seed "
          + seed
          + " --trace"
          + (bug == Bug.NONE ? "" : " --bug " + bug);
    }
  }

  private SeedRun() {}

  /**
   * Runs a world to its end, or to where a promise is broken.
   *
   * @param reader of what happens, a line at a time; null when nobody reads it
   */
  public static Outcome run(long seed, Bug bug, @Nullable Consumer<String> reader) {
    SplittableRandom random = new SplittableRandom(seed);
    Shape shape = Shape.draw(random.split());
    FaultPlan plan = FaultPlan.draw(shape, random.split());
    Trace trace = new Trace(reader);
    World world = new World(shape, bug, trace, random.split());
    String broken = null;
    try {
      run(world, shape, plan);
    } catch (Violation e) {
      broken = String.valueOf(e.getMessage());
    } catch (RuntimeException e) {
      // Whatever a rule throws would have ended an actor's work on a message.
      broken = "a rule threw " + e + " at " + List.of(e.getStackTrace()).getFirst();
    }
    if (broken != null) {
      world.say("check", broken);
    }
    return new Outcome(
        seed, broken, trace.hash(), world.agenda().now(), world.journal().requests().size());
  }

  private static void run(World world, Shape shape, FaultPlan plan) {
    List<Invariant> invariants =
        List.of(
            new NoAcknowledgedEditLost(),
            new NoStaleWriterWins(),
            new DeletionStays(),
            new EqualVersionsEqualAnswers(),
            new MinorityMovesNobody(),
            new SilentVotesDoNotCount(),
            new RestartMovesNothing(),
            new Healing());
    plan.schedule(world);
    world.agenda().at(shape.turmoilMillis(), () -> FaultPlan.heal(world));
    long rest = shape.turmoilMillis() + LAST_EDITS_MILLIS;
    world.agenda().at(rest, world.admins()::rest);
    world.begin();
    long now = 0;
    while (now < rest || Healing.lack(world) != null && now < rest + Healing.WITHIN_MILLIS) {
      now += STEP_MILLIS;
      world.agenda().runTo(now);
      invariants.forEach(invariant -> invariant.during(world));
    }
    invariants.forEach(invariant -> invariant.afterwards(world));
  }
}

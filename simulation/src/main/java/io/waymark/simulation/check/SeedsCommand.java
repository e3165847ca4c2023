package io.waymark.simulation.check;

import io.waymark.simulation.world.Bug;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code waymark-sim seeds}: runs simulated worlds and says which break a promise. */
@Command(
    name = "seeds",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Runs fleets under a virtual clock, each with the faults that its seed draws, and checks what"
          + " Waymark promises.",
      "Exit status 0 when every promise held, 1 when one was broken."
    })
public final class SeedsCommand implements Callable<Integer> {
  @Option(names = "--seed", description = "the first seed")
  private long seed = 0;

  @Option(names = "--count", description = "seeds to run; 1 with --trace")
  private @Nullable Integer count;

  @Option(names = "--trace", description = "print what happens")
  private boolean trace;

  @Option(names = "--bug", description = "a fault to plant: ${COMPLETION-CANDIDATES}")
  private Bug bug = Bug.NONE;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    int seeds = count != null ? count : trace ? 1 : 500;
    if (seeds < 1) {
      throw new ParameterException(
          spec.commandLine(), "--count " + seeds + " must be at least 1");
    }
    PrintWriter out = spec.commandLine().getOut();
    Consumer<String> reader = trace ? out::println : null;
    long began = System.nanoTime();
    long virtualMillis = 0;
    long edits = 0;
    int failed = 0;
    for (long one = seed; one < seed + seeds; one++) {
      SeedRun.Outcome outcome = SeedRun.run(one, bug, reader);
      virtualMillis += outcome.virtualMillis();
      edits += outcome.edits();
      if (outcome.broken() != null) {
        failed++;
        out.println("seed " + one + ": " + outcome.broken());
        out.println("  replay: " + replay(one, bug));
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    out.printf(
        Locale.ROOT,
        "%d seeds, %d broke a promise; %.0f virtual minutes, %d edits; %.1f s, %.1f seeds/s%n",
        seeds,
        failed,
        virtualMillis / 60_000.0,
        edits,
        seconds,
        seeds / seconds);
    out.flush();
    return failed == 0 ? 0 : 1;
  }

  /** The command that runs one seed again, with everything that happens. */
  static String replay(long seed, Bug bug) {
    return "waymark-sim seeds --seed " + seed + " --trace" + (bug == Bug.NONE ? "" : " --bug " + bug);
  }
}

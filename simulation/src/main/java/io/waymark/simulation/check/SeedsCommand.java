package io.waymark.simulation.check;

import io.waymark.node.logging.Logging;
import io.waymark.node.settings.NodeSettings;
import io.waymark.simulation.world.Bug;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
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
      throw new ParameterException(spec.commandLine(), "--count " + seeds + " must be at least 1");
    }
    // The nodes log what a crash did to their disks, which is what is wanted here.
    Logging.configure(new NodeSettings.Log("off", false));
    PrintWriter out = spec.commandLine().getOut();
    long began = System.nanoTime();
    Totals totals = new Totals();
    if (trace) {
      for (long one = seed; one < seed + seeds; one++) {
        report(SeedRun.run(one, bug, out::println), out, totals);
      }
    } else {
      // Worlds have nothing in common, so any number of threads may run one each.
      LongStream.range(seed, seed + seeds)
          .parallel()
          .mapToObj(one -> SeedRun.run(one, bug, null))
          .forEachOrdered(outcome -> report(outcome, out, totals));
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    out.printf(
        Locale.ROOT,
        "%d seeds, %d broke a promise; %.0f virtual minutes, %d edits; %.1f s, %.1f seeds/s%n",
        seeds,
        totals.failed,
        totals.virtualMillis / 60_000.0,
        totals.edits,
        seconds,
        seeds / seconds);
    out.flush();
    return totals.failed == 0 ? 0 : 1;
  }

  private static final class Totals {
    long virtualMillis;
    long edits;
    int failed;
  }

  private void report(SeedRun.Outcome outcome, PrintWriter out, Totals totals) {
    totals.virtualMillis += outcome.virtualMillis();
    totals.edits += outcome.edits();
    if (outcome.broken() != null) {
      totals.failed++;
      out.println(outcome.failure(bug));
      out.flush();
    }
  }
}

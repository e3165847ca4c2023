package io.waymark.simulation.bench;

import io.waymark.node.location.LocationData;
import io.waymark.node.location.LocationException;
import io.waymark.node.settings.NodeSettings;
import io.waymark.protocol.location.LocationIndex;
import io.waymark.protocol.net.PrefixMap;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code waymark-sim bench location}: how long location data take to load, what they keep of the
 * heap, and what a look-up of a random address costs.
 */
@Command(
    name = "location",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Measures loading location data and looking up random addresses, in one thread.")
final class LocationBench implements Callable<Integer> {
  private static final double MIB = 1 << 20;

  @Option(names = "--database", paramLabel = "FILE", description = "a MaxMind DB file")
  private Path database = Path.of("config/country.mmdb");

  @Option(names = "--regions", paramLabel = "FILE", description = "the regions")
  private Path regions = Path.of("config/regions.conf");

  @Option(names = "--latencies", description = "rows of a random latency table, 4 for each prefix")
  private int latencies = 500_000;

  @Option(names = "--rounds", description = "how often the data are loaded; 1 or more")
  private int rounds = 5;

  @Option(
      names = "--iterations",
      description = "of each kind of look-up, to warm up and then to measure; 1 or more")
  private int iterations = 5;

  @Option(names = "--seconds", description = "seconds of an iteration")
  private double seconds = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Kept reachable while the heap is measured. */
  private @Nullable LocationData loaded;

  @Override
  public Integer call() throws IOException {
    requireUsable();
    PrintWriter out = spec.commandLine().getOut();
    Path table = Files.createTempFile("waymark-latency", ".csv");
    try {
      LatencyTable.write(table, regions, latencies);
      NodeSettings.Location files = new NodeSettings.Location(database, table, regions);
      for (int round = 1; round <= rounds; round++) {
        loaded = null;
        double before = heapMib();
        long start = processorNanos();
        LocationData data = LocationData.load(files);
        long nanos = processorNanos() - start;
        loaded = data;
        out.printf(
            Locale.ROOT,
            "load %d: %.0f ms, %.1f MiB of heap%n",
            round,
            nanos / 1e6,
            heapMib() - before);
        out.flush();
      }
      LocationIndex index = loaded == null ? LocationIndex.EMPTY : loaded.index();
      lookUp(out, "geographic, IPv4", "geographicV4", index.geographic(), files);
      lookUp(out, "geographic, IPv6", "geographicV6", index.geographic(), files);
      lookUp(out, "performance, IPv4", "performanceV4", index.performance(), files);
      lookUp(out, "performance, IPv6", "performanceV6", index.performance(), files);
    } catch (LocationException | RunnerException e) {
      spec.commandLine().getErr().println("waymark-sim bench location: " + e.getMessage());
      return 1;
    } finally {
      Files.delete(table);
    }
    return 0;
  }

  private void requireUsable() {
    List<String> faults = new ArrayList<>();
    if (rounds < 1) {
      faults.add("--rounds (" + rounds + ") must be 1 or more");
    }
    if (iterations < 1) {
      faults.add("--iterations (" + iterations + ") must be 1 or more");
    }
    if (!(seconds > 0)) {
      faults.add("--seconds (" + seconds + ") must be above 0");
    }
    if (!faults.isEmpty()) {
      throw new ParameterException(spec.commandLine(), String.join(System.lineSeparator(), faults));
    }
  }

  /**
   * Has JMH measure one of the look-ups, in a JVM with this one's options: the node's.
   *
   * @param method of {@link LookUpBenchmark}
   */
  private void lookUp(
      PrintWriter out, String name, String method, PrefixMap map, NodeSettings.Location files)
      throws RunnerException {
    // Else JMH fails where another runs on the same machine, be it only in a test.
    System.setProperty("jmh.ignoreLock", "true");
    TimeValue iteration = TimeValue.milliseconds(Math.max(1, Math.round(seconds * 1e3)));
    Options options =
        new OptionsBuilder()
            .include(Pattern.quote(LookUpBenchmark.class.getName() + "." + method) + "$")
            .param("database", String.valueOf(files.database()))
            .param("regions", String.valueOf(files.regions()))
            .param("latencies", String.valueOf(files.latency()))
            .forks(1)
            .threads(1)
            .warmupIterations(iterations)
            .warmupTime(iteration)
            .measurementIterations(iterations)
            .measurementTime(iteration)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    Result<?> result = new Runner(options).runSingle().getPrimaryResult();
    Statistics all = result.getStatistics();
    out.printf(
        Locale.ROOT,
        "%s: %.1f ns a look-up (%.1f-%.1f), %d stretches%n",
        name,
        result.getScore(),
        all.getMin(),
        all.getMax(),
        map.size());
    out.flush();
  }

  private static long processorNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double heapMib() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return (runtime.totalMemory() - runtime.freeMemory()) / MIB;
  }
}

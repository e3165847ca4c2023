package io.waymark.simulation.bench;

import io.waymark.node.location.LocationData;
import io.waymark.node.location.LocationException;
import io.waymark.node.settings.NodeSettings;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.net.PrefixMap;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code waymark-sim bench location}: how long location data take to load, what they keep of the
 * heap, and what a look-up of a random address costs.
 */
@Command(
    name = "location",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Measures loading and looking up location data, in processor time of one thread.")
final class LocationBench implements Callable<Integer> {
  private static final int ADDRESSES = 1 << 18;
  private static final int ROUNDS = 5;
  private static final int PASSES = 8;
  private static final double MIB = 1 << 20;

  @Option(names = "--database", paramLabel = "FILE", description = "a MaxMind DB file")
  private Path database = Path.of("config/country.mmdb");

  @Option(names = "--regions", paramLabel = "FILE", description = "the regions")
  private Path regions = Path.of("config/regions.conf");

  @Option(names = "--latencies", description = "rows of a random latency table, 4 for each prefix")
  private int latencies = 500_000;

  @Spec private CommandSpec spec = CommandSpec.create();
  private final Random random = new Random(1);

  /** Kept reachable while the heap is measured. */
  private @Nullable LocationData loaded;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Path table = Files.createTempFile("waymark-latency", ".csv");
    try {
      LatencyTable.write(table, regions, latencies);
      NodeSettings.Location files = new NodeSettings.Location(database, table, regions);
      for (int round = 1; round <= ROUNDS; round++) {
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
      if (loaded != null) {
        lookUps(out, "geographic", loaded.index().geographic());
        lookUps(out, "performance", loaded.index().performance());
      }
    } catch (LocationException e) {
      spec.commandLine().getErr().println("waymark-sim bench location: " + e.getMessage());
      return 1;
    } finally {
      Files.delete(table);
    }
    return 0;
  }

  private void lookUps(PrintWriter out, String name, PrefixMap map) {
    for (boolean v6 : new boolean[] {false, true}) {
      long[] highs = new long[ADDRESSES];
      long[] lows = new long[ADDRESSES];
      for (int i = 0; i < ADDRESSES; i++) {
        IpAddress address = LatencyTable.address(random, v6);
        highs[i] = address.high();
        lows[i] = address.low();
      }
      double best = Double.MAX_VALUE;
      long sum = 0;
      for (int round = 0; round < ROUNDS; round++) {
        long start = processorNanos();
        for (int pass = 0; pass < PASSES; pass++) {
          for (int i = 0; i < ADDRESSES; i++) {
            sum += map.get(v6, highs[i], lows[i]);
          }
        }
        best = Math.min(best, (processorNanos() - start) / ((double) PASSES * ADDRESSES));
      }
      out.printf(
          Locale.ROOT,
          "%s, %s: %.1f ns a look-up, %d stretches (checksum %d)%n",
          name,
          v6 ? "IPv6" : "IPv4",
          best,
          map.size(),
          sum);
      out.flush();
    }
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

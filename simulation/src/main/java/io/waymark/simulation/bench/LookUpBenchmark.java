package io.waymark.simulation.bench;

import io.waymark.node.location.LocationData;
import io.waymark.node.location.LocationException;
import io.waymark.node.settings.NodeSettings;
import io.waymark.protocol.location.LocationIndex;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.net.PrefixMap;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One look-up of a random address. JMH makes the loop around it, in a JVM of its own for each
 * benchmark, so that none is compiled as if the others mattered.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LookUpBenchmark {
  /** More than the caches hold of what they lead to; a power of two, for the mask. */
  private static final int ADDRESSES = 1 << 18;

  /** The MaxMind DB. */
  @Param("config/country.mmdb")
  public String database = "";

  /** The file of regions. */
  @Param("config/regions.conf")
  public String regions = "";

  /** The latency table. */
  @Param("config/latency.csv")
  public String latencies = "";

  private final Addresses v4 = new Addresses();
  private final Addresses v6 = new Addresses();
  private PrefixMap geographic = PrefixMap.EMPTY;
  private PrefixMap performance = PrefixMap.EMPTY;

  /** Drawn beforehand, in the form that maps take. */
  private static final class Addresses {
    final long[] highs = new long[ADDRESSES];
    final long[] lows = new long[ADDRESSES];
    int last;

    void draw(Random random, boolean isV6) {
      for (int i = 0; i < ADDRESSES; i++) {
        IpAddress address = LatencyTable.address(random, isV6);
        highs[i] = address.high();
        lows[i] = address.low();
      }
    }

    int next() {
      last = (last + 1) & (ADDRESSES - 1);
      return last;
    }
  }

  /** Loads the data, as a node does, and draws the addresses: the same each time. */
  @Setup
  public void load() throws LocationException {
    LocationIndex index =
        LocationData.load(
                new NodeSettings.Location(Path.of(database), Path.of(latencies), Path.of(regions)))
            .index();
    geographic = index.geographic();
    performance = index.performance();
    Random random = new Random(1);
    v4.draw(random, false);
    v6.draw(random, true);
  }

  /** What Geographic reads of an IPv4 client. */
  @Benchmark
  public int geographicV4() {
    int i = v4.next();
    return geographic.get(false, v4.highs[i], v4.lows[i]);
  }

  /** What Geographic reads of an IPv6 client. */
  @Benchmark
  public int geographicV6() {
    int i = v6.next();
    return geographic.get(true, v6.highs[i], v6.lows[i]);
  }

  /** What Performance reads of an IPv4 client. */
  @Benchmark
  public int performanceV4() {
    int i = v4.next();
    return performance.get(false, v4.highs[i], v4.lows[i]);
  }

  /** What Performance reads of an IPv6 client. */
  @Benchmark
  public int performanceV6() {
    int i = v6.next();
    return performance.get(true, v6.highs[i], v6.lows[i]);
  }
}

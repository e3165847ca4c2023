package io.waymark.simulation.bench;

import io.waymark.node.location.LocationData;
import io.waymark.node.location.LocationException;
import io.waymark.node.settings.NodeSettings;
import io.waymark.protocol.location.Region;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.net.Prefix;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A table of random latencies, as a node reads it: the same for the same number of rows. */
final class LatencyTable {
  private static final int REGIONS_OF_A_PREFIX = 4;
  private static final long SEED = 1;

  private LatencyTable() {}

  /**
   * Writes the table; without regions there is nothing to measure latencies to.
   *
   * @param regions the file of regions
   * @param rows four for each prefix
   */
  static void write(Path table, Path regions, int rows) throws IOException, LocationException {
    List<Region> known =
        LocationData.load(new NodeSettings.Location(null, null, regions)).index().regions().list();
    Random random = new Random(SEED);
    Set<Prefix> drawn = new HashSet<>();
    try (BufferedWriter out = Files.newBufferedWriter(table)) {
      out.write("prefix,region,milliseconds\n");
      for (int row = 0; row < rows && !known.isEmpty(); ) {
        Prefix prefix = prefix(random);
        if (drawn.add(prefix)) {
          int first = random.nextInt(known.size());
          for (int i = 0; i < Math.min(REGIONS_OF_A_PREFIX, known.size()); i++, row++) {
            String region = known.get((first + i) % known.size()).name();
            out.write(prefix + "," + region + "," + (1 + random.nextInt(3_000)) / 10.0 + "\n");
          }
        }
      }
    }
  }

  private static Prefix prefix(Random random) {
    boolean v6 = random.nextInt(4) == 0;
    return v6
        ? Prefix.of(address(random, true), 24 + random.nextInt(25))
        : Prefix.of(address(random, false), 12 + random.nextInt(13));
  }

  /** Any IPv4 address; IPv6 from 2000::/11 to 2e00::/11, where most of it is given out. */
  static IpAddress address(Random random, boolean v6) {
    return v6
        ? new IpAddress(
            true,
            (0x20L + 2L * random.nextInt(8)) << 56 | random.nextLong() >>> 11,
            random.nextLong())
        : IpAddress.v4(random.nextInt());
  }
}

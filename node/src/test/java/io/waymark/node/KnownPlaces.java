package io.waymark.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.node.location.DatabaseWriter;
import io.waymark.node.settings.NodeSettings;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.net.Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Random location data in the files a node reads, and what they say of an address, found by looking
 * through all of it.
 */
final class KnownPlaces {
  static final List<String> REGIONS = List.of("asia", "eu", "us", "west");

  private static final int ROWS = 60;

  /** Country and state, and the narrowest code there is for them. */
  private static final Map<String, String> CODES = new TreeMap<>();

  static {
    CODES.put("US WA", "US-WA");
    CODES.put("US XX", "US");
    CODES.put("CA QC", "CA-QC");
    CODES.put("FR IDF", "FR");
    CODES.put("ES M", "ES");
    CODES.put("IE L", "IE");
    CODES.put("MX JAL", "MX");
    CODES.put("TR 34", "TR");
    CODES.put("JP 13", "JP");
    CODES.put("KZ ALA", "KZ");
    CODES.put("CG BZV", "WORLD");
  }

  private final Random random;
  private final Map<Prefix, String> database = new HashMap<>();
  private final Map<Prefix, Map<String, Double>> latencies = new HashMap<>();

  KnownPlaces(Random random) {
    this.random = random;
    List<String> places = List.copyOf(CODES.keySet());
    while (database.size() < ROWS) {
      Prefix prefix = prefix(14);
      // Rows of a database do not lie within each other.
      if (database.keySet().stream()
          .noneMatch(one -> one.contains(prefix.address()) || prefix.contains(one.address()))) {
        database.put(prefix, places.get(random.nextInt(places.size())));
      }
    }
    while (latencies.size() < ROWS) {
      Map<String, Double> row = new TreeMap<>();
      for (String region : REGIONS) {
        if (random.nextInt(3) > 0) {
          row.put(region, (1 + random.nextInt(6)) * 12.5);
        }
      }
      if (!row.isEmpty()) {
        latencies.put(prefix(10), row);
      }
    }
  }

  private Prefix prefix(int shortest) {
    IpAddress address = address();
    return Prefix.of(address, (address.v6() ? 24 : 0) + shortest + random.nextInt(14));
  }

  /** An address in 10.0.0.0/8 or 2001:db8::/32, where the data are; now and then another. */
  IpAddress address() {
    return switch (random.nextInt(8)) {
      case 0 -> IpAddress.v4(random.nextInt());
      case 1, 2, 3 ->
          new IpAddress(
              true, 0x2001_0db8_0000_0000L | random.nextInt() & 0xffff_ffffL, random.nextLong());
      default -> IpAddress.v4(0x0a00_0000 | random.nextInt(1 << 24));
    };
  }

  /** An address at or beside the end of a row. */
  IpAddress edge() {
    List<Prefix> rows =
        new ArrayList<>(random.nextBoolean() ? database.keySet() : latencies.keySet());
    rows.sort(Comparator.naturalOrder());
    Prefix row = rows.get(random.nextInt(rows.size()));
    return random.nextBoolean() ? row.first() : row.last();
  }

  NodeSettings.Location write(Path data) throws IOException {
    Path regions =
        Files.writeString(
            data.resolve("regions.conf"),
            """
            regions = [ { name = us, latitude = 38, longitude = -78 }
                        { name = eu, latitude = 52, longitude = 5 }
                        { name = asia, latitude = 1, longitude = 104 }
                        { name = west, latitude = 47, longitude = -122 } ]
            """);
    StringBuilder table = new StringBuilder("prefix,region,milliseconds\n");
    latencies.forEach((prefix, row) ->
        row.forEach((region, milliseconds) ->
            table.append("%s,%s,%.1f%n".formatted(prefix, region, milliseconds))));
    DatabaseWriter writer = new DatabaseWriter();
    database.forEach((prefix, place) -> {
      String[] parts = place.split(" ", 2);
      writer.city(
          prefix.toString(), parts[0], parts[1], place.hashCode() % 60, prefix.length() * 4 - 60);
    });
    return new NodeSettings.Location(
        Files.write(data.resolve("places.mmdb"), writer.bytes()),
        Files.writeString(data.resolve("latency.csv"), table),
        regions);
  }

  @Nullable Prefix databaseRow(IpAddress address) {
    return longest(database.keySet(), address);
  }

  @Nullable Prefix latencyRow(IpAddress address) {
    return longest(latencies.keySet(), address);
  }

  private static @Nullable Prefix longest(Iterable<Prefix> rows, IpAddress address) {
    Prefix longest = null;
    for (Prefix row : rows) {
      if (row.contains(address) && (longest == null || row.length() > longest.length())) {
        longest = row;
      }
    }
    return longest;
  }

  /** The narrowest code of an address. */
  String code(IpAddress address) {
    Prefix row = databaseRow(address);
    return row == null ? "WORLD" : CODES.getOrDefault(database.get(row), "WORLD");
  }

  /** What was measured from an address to a region; null for nothing. */
  @Nullable Double milliseconds(IpAddress address, String region) {
    Prefix row = latencyRow(address);
    return row == null ? null : latencies.getOrDefault(row, Map.of()).get(region);
  }

  static String region(JsonNode endpoint) {
    return endpoint.path("endpointLocation").asText().toLowerCase(Locale.ROOT);
  }
}

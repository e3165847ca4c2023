package io.waymark.protocol.routing;

import io.waymark.protocol.location.LocationIndex;
import io.waymark.protocol.location.LocationIndexBuilder;
import io.waymark.protocol.location.Place;
import io.waymark.protocol.location.Region;
import io.waymark.protocol.location.Regions;
import io.waymark.protocol.net.Coordinates;
import io.waymark.protocol.net.Prefix;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Regions us, eu and asia, latencies to them, and countries for the documentation's networks. */
final class SamplePlaces {
  static final LocationIndex INDEX = index();

  private SamplePlaces() {}

  private static LocationIndex index() {
    Regions regions =
        new Regions(
            List.of(
                new Region("us", new Coordinates(38, -78)),
                new Region("eu", new Coordinates(52, 5)),
                new Region("asia", new Coordinates(1, 104))));
    return new LocationIndexBuilder(regions)
        .latencies(Prefix.parse("198.51.100.0/24"), row(regions, "us", 20, "eu", 90, "asia", 160))
        .latencies(Prefix.parse("203.0.113.0/24"), row(regions, "eu", 15, "us", 95, "asia", 180))
        .latencies(Prefix.parse("192.0.2.0/24"), row(regions, "asia", 25, "us", 140, "eu", 200))
        // Two as near, and one that nobody measured.
        .latencies(Prefix.parse("192.0.3.0/24"), row(regions, "us", 30, "eu", 30))
        .place(Prefix.parse("10.0.0.0/8"), place("FR", null, 48, 2))
        .place(Prefix.parse("10.7.0.0/16"), place("ES", null, 40, -4))
        .place(Prefix.parse("11.0.0.0/8"), place("US", "WA", 47, -122))
        .place(Prefix.parse("12.0.0.0/8"), place("CG", null, -4, 15))
        .place(Prefix.parse("13.0.0.0/8"), place("MX", null, 19, -99))
        .place(Prefix.parse("14.0.0.0/8"), place("TR", null, 39, 35))
        .place(Prefix.parse("2001:db8::/32"), place("IE", null, 53, -8))
        .build();
  }

  private static Place place(
      String country, @Nullable String subdivision, double north, double east) {
    return Place.of(country, subdivision, new Coordinates(north, east), Map.of());
  }

  private static SortedMap<Integer, Integer> row(Regions regions, Object... cells) {
    TreeMap<Integer, Integer> row = new TreeMap<>();
    for (int i = 0; i < cells.length; i += 2) {
      row.put(regions.number((String) cells[i]), (Integer) cells[i + 1] * 1000);
    }
    return row;
  }
}

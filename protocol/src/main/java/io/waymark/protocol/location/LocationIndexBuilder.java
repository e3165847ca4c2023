package io.waymark.protocol.location;

import io.waymark.protocol.net.Coordinates;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.net.Prefix;
import io.waymark.protocol.net.PrefixMapBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Collects what the files say of prefixes and makes a {@link LocationIndex} of it. */
public final class LocationIndexBuilder {
  final Regions regions;
  final PrefixMapBuilder databaseRows = new PrefixMapBuilder();
  final PrefixMapBuilder latencyRows = new PrefixMapBuilder();
  final LatencyRows.Builder latencies = new LatencyRows.Builder();

  /** Different places and different coordinates, in the order of their numbers. */
  final Map<Place, Integer> places = new LinkedHashMap<>();

  final Map<Coordinates, Integer> coordinates = new LinkedHashMap<>();

  public LocationIndexBuilder(Regions regions) {
    this.regions = regions;
  }

  /** Says where a prefix is, apart from the longer ones within it. */
  public LocationIndexBuilder place(Prefix prefix, Place place) {
    IpAddress address = prefix.address();
    return place(address.v6(), address.high(), address.low(), prefix.length(), number(place));
  }

  /**
   * As {@link #place(Prefix, Place)}.
   *
   * @param high as in {@link io.waymark.protocol.net.PrefixMap#get(boolean, long, long)}
   * @param place the {@link #number} of a place
   */
  public LocationIndexBuilder place(boolean isV6, long high, long low, int length, int place) {
    databaseRows.put(isV6, high, low, length, RowNumber.of(place, length));
    return this;
  }

  /** The number of a place in this index; the same for equal places. */
  public int number(Place place) {
    Integer known = places.get(place);
    if (known == null) {
      known = checked(places.size());
      places.put(place, known);
      if (place.coordinates() != null) {
        coordinates.putIfAbsent(place.coordinates(), coordinates.size());
      }
    }
    return known;
  }

  /**
   * Says how long packets from a prefix take, apart from the longer ones within it: a longer prefix
   * counts alone, also where it names fewer regions.
   *
   * @param micros round trips by region's number, in microseconds, at least 0
   */
  public LocationIndexBuilder latencies(Prefix prefix, SortedMap<Integer, Integer> micros) {
    int[] cells = new int[2 * micros.size()];
    int at = 0;
    for (Map.Entry<Integer, Integer> cell : micros.entrySet()) {
      cells[at++] = cell.getKey();
      cells[at++] = cell.getValue();
    }
    int row = checked(latencies.number(cells));
    latencyRows.put(prefix, RowNumber.of(row, prefix.length()));
    return this;
  }

  private static int checked(int number) {
    if (number >= RowNumber.MAX) {
      throw new IllegalArgumentException("more than " + RowNumber.MAX + " different rows");
    }
    return number;
  }

  int coordinatesNumber(@Nullable Coordinates of) {
    return of == null ? LocationIndex.UNKNOWN : coordinates.getOrDefault(of, LocationIndex.UNKNOWN);
  }

  public LocationIndex build() {
    return new LocationIndex(this);
  }
}

package io.waymark.protocol.location;

import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.net.Prefix;
import io.waymark.protocol.net.PrefixMap;
import io.waymark.protocol.profile.GeoCodes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What routing by place reads of an address. Immutable; its queries allocate nothing, besides
 * {@link #locate}.
 *
 * <p>There is one map for each routing method that reads places, because an answer's client subnet
 * scope must be no wider than what its profile tree read and should be no narrower: a database of
 * cities cuts the address space finer than countries do. Ask the map for the value and, for the
 * scope, for the {@linkplain PrefixMap#prefixLength prefix length}.
 */
public final class LocationIndex {
  /** What is not known: a latency nobody measured, a distance from nowhere. */
  public static final int UNKNOWN = -1;

  /** Nothing is known of any address, and there are no regions. */
  public static final LocationIndex EMPTY =
      new LocationIndexBuilder(new Regions(List.of())).build();

  private final Regions regions;
  private final PrefixMap geographic;
  private final PrefixMap performance;
  private final PrefixMap databaseRows;
  private final PrefixMap latencyRows;
  private final List<Place> places;
  private final LatencyRows latencies;
  private final Distances distances;
  private final int[] classRows;
  private final int[] classCoordinates;

  LocationIndex(LocationIndexBuilder from) {
    regions = from.regions;
    places = List.copyOf(from.places.keySet());
    latencies = from.latencies.build();
    distances = new Distances(from.coordinates.keySet(), regions);
    databaseRows = from.databaseRows.build();
    latencyRows = from.latencyRows.build();
    int[] codes = places.stream().mapToInt(Place::code).toArray();
    int world = GeoCodes.number(GeoCodes.WORLD);
    geographic =
        databaseRows.map(row -> row == PrefixMap.NONE ? world : codes[RowNumber.index(row)]);
    int[] placeCoordinates =
        places.stream().mapToInt(place -> from.coordinatesNumber(place.coordinates())).toArray();
    PerformanceClasses classes = new PerformanceClasses();
    performance =
        latencyRows.combine(
            databaseRows,
            (latencyRow, databaseRow) ->
                classes.number(
                    latencyRow == PrefixMap.NONE ? UNKNOWN : RowNumber.index(latencyRow),
                    databaseRow == PrefixMap.NONE
                        ? UNKNOWN
                        : placeCoordinates[RowNumber.index(databaseRow)]));
    classRows = classes.rows();
    classCoordinates = classes.coordinates();
  }

  public Regions regions() {
    return regions;
  }

  /**
   * What Geographic reads: the number of the narrowest of the {@link GeoCodes}, 0 (the world) where
   * no other is known. The numbers mean the same in every index.
   */
  public PrefixMap geographic() {
    return geographic;
  }

  /**
   * What Performance reads: a class, in {@code [0, performanceClasses())}. Addresses of one class
   * have the same latencies and distances. The numbers are this index's own.
   */
  public PrefixMap performance() {
    return performance;
  }

  /** How many classes {@link #performance} has; at least 1. */
  public int performanceClasses() {
    return classRows.length;
  }

  /**
   * What was measured from a class to a region.
   *
   * @return microseconds, or {@link #UNKNOWN} where the table has no such row
   */
  public int latencyMicros(int performanceClass, int region) {
    int row = classRows[performanceClass];
    return row == UNKNOWN ? UNKNOWN : latencies.micros(row, region);
  }

  /**
   * How far a region is from a class.
   *
   * @return whole kilometres along the great circle, or {@link #UNKNOWN} where nobody knows where
   *     the class is
   */
  public int kilometres(int performanceClass, int region) {
    int from = classCoordinates[performanceClass];
    return from == UNKNOWN ? UNKNOWN : distances.kilometres(from, region);
  }

  /**
   * For each class which of the regions is nearest to it, as an index into them: by latency, then
   * by distance, then by name.
   *
   * @param of at least one; their numbers, ascending
   */
  public short[] nearestAmong(int... of) {
    return new NearestTable(latencies, distances, of).of(classRows, classCoordinates);
  }

  /**
   * Everything about one address, for people.
   *
   * @param code the number of its {@link GeoCodes code}
   * @param performanceClass see {@link LocationIndex#performance}
   * @param databaseRow the prefix of the database that the place comes from; null for none
   * @param latencyRow the prefix of the latency table that counts; null for none
   */
  public record Located(
      IpAddress address,
      Place place,
      int code,
      int performanceClass,
      @Nullable Prefix databaseRow,
      @Nullable Prefix latencyRow) {}

  /** Everything about one address. */
  public Located locate(IpAddress address) {
    int databaseRow = databaseRows.get(address);
    return new Located(
        address,
        databaseRow == PrefixMap.NONE ? Place.UNKNOWN : places.get(RowNumber.index(databaseRow)),
        geographic.get(address),
        performance.get(address),
        prefix(address, databaseRow),
        prefix(address, latencyRows.get(address)));
  }

  private static @Nullable Prefix prefix(IpAddress address, int row) {
    return row == PrefixMap.NONE ? null : Prefix.of(address, RowNumber.length(row));
  }

  /**
   * A region as a class sees it.
   *
   * @param latencyMicros or {@link #UNKNOWN}
   * @param kilometres or {@link #UNKNOWN}
   */
  public record Seen(Region region, int latencyMicros, int kilometres) {}

  /**
   * All regions, the nearest first: those with a latency by it, then those with a distance by that,
   * then the others; by name where they are as near.
   */
  public List<Seen> nearest(int performanceClass) {
    List<Seen> seen = new ArrayList<>();
    for (int region = 0; region < regions.size(); region++) {
      seen.add(
          new Seen(
              regions.get(region),
              latencyMicros(performanceClass, region),
              kilometres(performanceClass, region)));
    }
    // Unknown is the greatest when compared unsigned. The sort is stable, and numbers go by name.
    seen.sort(
        Comparator.comparing(Seen::latencyMicros, Integer::compareUnsigned)
            .thenComparing(Seen::kilometres, Integer::compareUnsigned));
    return seen;
  }
}

package io.waymark.protocol.routing;

import io.waymark.protocol.location.LocationIndex;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Location data, and which of some regions is the nearest to each class of clients. A table that
 * was asked for is kept for the profiles that are in the same regions. Not for several threads at
 * once.
 */
public final class NearestRegions {
  /** Tables kept; a further one costs the one that was not asked for the longest. */
  private static final int KEPT = 256;

  private final LocationIndex index;
  private final Map<List<Integer>, short[]> tables =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Integer>, short[]> eldest) {
          return size() > KEPT;
        }
      };

  public NearestRegions(LocationIndex index) {
    this.index = index;
  }

  public LocationIndex index() {
    return index;
  }

  /**
   * For each class which of the regions is nearest to it, as an index into their list: by latency,
   * then by distance, then by name.
   *
   * @param regions at least one; their numbers, ascending
   */
  short[] among(List<Integer> regions) {
    short[] known = tables.get(regions);
    if (known == null) {
      known = index.nearestAmong(regions.stream().mapToInt(Integer::intValue).toArray());
      tables.put(List.copyOf(regions), known);
    }
    return known;
  }
}

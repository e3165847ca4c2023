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
      known = table(regions.stream().mapToInt(Integer::intValue).toArray());
      tables.put(List.copyOf(regions), known);
    }
    return known;
  }

  private short[] table(int[] regions) {
    short[] table = new short[index.performanceClasses()];
    for (int of = 0; of < table.length; of++) {
      int best = 0;
      for (int i = 1; i < regions.length; i++) {
        if (nearer(of, regions[i], regions[best])) {
          best = i;
        }
      }
      table[of] = (short) best;
    }
    return table;
  }

  /** Unknown is the greatest when compared unsigned. */
  private boolean nearer(int of, int one, int other) {
    int byLatency =
        Integer.compareUnsigned(index.latencyMicros(of, one), index.latencyMicros(of, other));
    return byLatency != 0
        ? byLatency < 0
        : Integer.compareUnsigned(index.kilometres(of, one), index.kilometres(of, other)) < 0;
  }
}

package io.waymark.protocol.location;

import java.util.Arrays;

/**
 * Which of some regions is the nearest to each class, found row by row and place by place: most
 * classes share both with many others.
 */
final class NearestTable {
  /** The row speaks of none of the regions: the distance decides. */
  private static final short NONE = -1;

  /** Several regions have the lowest latency of the row: the distance decides between them. */
  private static final short SEVERAL = -2;

  private final LatencyRows latencies;
  private final Distances distances;
  private final int[] regions;

  /** From a region's number to its index among those asked for. */
  private final short[] indices;

  /**
   * @param regions at least one; their numbers, ascending
   */
  NearestTable(LatencyRows latencies, Distances distances, int[] regions) {
    this.latencies = latencies;
    this.distances = distances;
    this.regions = regions;
    indices = new short[regions[regions.length - 1] + 1];
    Arrays.fill(indices, NONE);
    for (int i = 0; i < regions.length; i++) {
      indices[regions[i]] = (short) i;
    }
  }

  /**
   * @param rows of the classes, or {@link LocationIndex#UNKNOWN}
   * @param coordinates of the classes, or {@link LocationIndex#UNKNOWN}
   */
  short[] of(int[] rows, int[] coordinates) {
    short[] byLatency = new short[latencies.size()];
    for (int row = 0; row < byLatency.length; row++) {
      byLatency[row] = fastest(row);
    }
    short[] byDistance = new short[distances.places()];
    for (int place = 0; place < byDistance.length; place++) {
      byDistance[place] = closest(place);
    }
    short[] nearest = new short[rows.length];
    for (int of = 0; of < nearest.length; of++) {
      int row = rows[of];
      int place = coordinates[of];
      short found = row == LocationIndex.UNKNOWN ? NONE : byLatency[row];
      nearest[of] =
          found >= 0
              ? found
              : found == SEVERAL
                  ? closestOfFastest(row, place)
                  : place == LocationIndex.UNKNOWN ? 0 : byDistance[place];
    }
    return nearest;
  }

  private short fastest(int row) {
    short best = NONE;
    int least = Integer.MAX_VALUE;
    for (int cell = latencies.start(row); cell < latencies.start(row + 1); cell++) {
      int index = index(latencies.region(cell));
      if (index >= 0) {
        int micros = latencies.micros(cell);
        if (best == NONE || micros < least) {
          best = (short) index;
          least = micros;
        } else if (micros == least) {
          best = SEVERAL;
        }
      }
    }
    return best;
  }

  private int index(int region) {
    return region < indices.length ? indices[region] : NONE;
  }

  private short closest(int place) {
    int best = 0;
    for (int i = 1; i < regions.length; i++) {
      if (kilometres(place, i) < kilometres(place, best)) {
        best = i;
      }
    }
    return (short) best;
  }

  private short closestOfFastest(int row, int place) {
    int best = NONE;
    int least = 0;
    for (int i = 0; i < regions.length; i++) {
      int micros = latencies.micros(row, regions[i]);
      if (micros == LocationIndex.UNKNOWN) {
        continue;
      }
      boolean better =
          best == NONE
              || micros < least
              || (micros == least && kilometres(place, i) < kilometres(place, best));
      if (better) {
        best = i;
        least = micros;
      }
    }
    return (short) best;
  }

  private int kilometres(int place, int index) {
    return place == LocationIndex.UNKNOWN ? 0 : distances.kilometres(place, regions[index]);
  }
}

package io.waymark.protocol.location;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Rows of latencies, each different; a row is a stretch of cells sorted by region. */
final class LatencyRows {
  private final int[] starts;
  private final short[] regions;
  private final int[] micros;

  private LatencyRows(Builder from) {
    starts = Arrays.copyOf(from.starts, from.rows + 1);
    regions = Arrays.copyOf(from.regions, from.starts[from.rows]);
    micros = Arrays.copyOf(from.micros, from.starts[from.rows]);
  }

  /** How many rows there are. */
  int size() {
    return starts.length - 1;
  }

  /** Where the cells of a row start; those of the row behind the last are the end of all. */
  int start(int row) {
    return starts[row];
  }

  int region(int cell) {
    return regions[cell];
  }

  int micros(int cell) {
    return micros[cell];
  }

  /** {@link LocationIndex#UNKNOWN} where the row does not speak of the region. */
  int micros(int row, int region) {
    int cell = Arrays.binarySearch(regions, starts[row], starts[row + 1], (short) region);
    return cell < 0 ? LocationIndex.UNKNOWN : micros[cell];
  }

  static final class Builder {
    private record Row(int[] cells) {
      @Override
      public boolean equals(Object other) {
        return other instanceof Row row && Arrays.equals(row.cells, cells);
      }

      @Override
      public int hashCode() {
        return Arrays.hashCode(cells);
      }
    }

    private final Map<Row, Integer> numbers = new HashMap<>();
    private int[] starts = new int[16];
    private short[] regions = new short[16];
    private int[] micros = new int[16];
    private int rows;

    /**
     * The number of a row.
     *
     * @param cells a region and its microseconds in turn, by ascending region
     */
    int number(int[] cells) {
      Row row = new Row(cells);
      Integer known = numbers.get(row);
      if (known != null) {
        return known;
      }
      if (rows + 2 > starts.length) {
        starts = Arrays.copyOf(starts, starts.length + (starts.length >> 1));
      }
      int end = starts[rows] + cells.length / 2;
      while (end > regions.length) {
        regions = Arrays.copyOf(regions, regions.length + (regions.length >> 1));
        micros = Arrays.copyOf(micros, regions.length);
      }
      for (int i = 0; i < cells.length; i += 2) {
        regions[starts[rows] + i / 2] = (short) cells[i];
        micros[starts[rows] + i / 2] = cells[i + 1];
      }
      starts[rows + 1] = end;
      numbers.put(row, rows);
      return rows++;
    }

    LatencyRows build() {
      return new LatencyRows(this);
    }
  }
}

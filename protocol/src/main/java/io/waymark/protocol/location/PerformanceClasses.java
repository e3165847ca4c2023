package io.waymark.protocol.location;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Numbers the pairs of latency row and coordinates that occur, from 0. */
final class PerformanceClasses {
  private record Pair(int row, int coordinates) {}

  private final Map<Pair, Integer> numbers = new LinkedHashMap<>();

  /** Numbers of pairs without a row, plus 1, by coordinates; 0 for none. */
  private int[] withoutRow = new int[256];

  int number(int row, int coordinates) {
    return row == LocationIndex.UNKNOWN ? numberWithoutRow(coordinates) : find(row, coordinates);
  }

  /** Nearly all pairs are of this kind: they are found without looking into the map. */
  private int numberWithoutRow(int coordinates) {
    int at = coordinates - LocationIndex.UNKNOWN;
    if (at >= withoutRow.length) {
      withoutRow = Arrays.copyOf(withoutRow, 2 * at);
    }
    if (withoutRow[at] == 0) {
      withoutRow[at] = find(LocationIndex.UNKNOWN, coordinates) + 1;
    }
    return withoutRow[at] - 1;
  }

  private int find(int row, int coordinates) {
    return numbers.computeIfAbsent(new Pair(row, coordinates), _ -> numbers.size());
  }

  int[] rows() {
    return numbers.keySet().stream().mapToInt(Pair::row).toArray();
  }

  int[] coordinates() {
    return numbers.keySet().stream().mapToInt(Pair::coordinates).toArray();
  }
}

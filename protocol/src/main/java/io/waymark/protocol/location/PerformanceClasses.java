package io.waymark.protocol.location;

import java.util.LinkedHashMap;
import java.util.Map;

/** Numbers the pairs of latency row and coordinates that occur, from 0. */
final class PerformanceClasses {
  private record Pair(int row, int coordinates) {}

  private final Map<Pair, Integer> numbers = new LinkedHashMap<>();

  int number(int row, int coordinates) {
    return numbers.computeIfAbsent(new Pair(row, coordinates), _ -> numbers.size());
  }

  int[] rows() {
    return numbers.keySet().stream().mapToInt(Pair::row).toArray();
  }

  int[] coordinates() {
    return numbers.keySet().stream().mapToInt(Pair::coordinates).toArray();
  }
}

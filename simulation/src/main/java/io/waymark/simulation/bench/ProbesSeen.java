package io.waymark.simulation.bench;

import java.util.Arrays;

/**
 * What endpoints saw of their probes in one stretch of time.
 *
 * @param probes that came
 * @param deviationP50Micros how far intervals were from what they should be, start to start; the
 *     median
 * @param deviationP99Micros the same, 99th percentile
 */
record ProbesSeen(long probes, long deviationP50Micros, long deviationP99Micros) {
  private static final int FIELDS = 3;

  /** Reads what {@link #toString} prints. */
  static ProbesSeen parse(String line) {
    String[] fields = line.split(" ", -1);
    if (fields.length != FIELDS) {
      throw new BenchException("not what probed endpoints tell: " + line);
    }
    long[] numbers = Arrays.stream(fields).mapToLong(Long::parseLong).toArray();
    return new ProbesSeen(numbers[0], numbers[1], numbers[2]);
  }

  /** Three numbers on one line. */
  @Override
  public String toString() {
    return probes + " " + deviationP50Micros + " " + deviationP99Micros;
  }
}

package io.waymark.simulation.bench;

import java.util.Arrays;
import java.util.Locale;

/** The middle and the ends of a few measurements of one thing. */
record Spread(double median, double min, double max) {

  /**
   * The spread of at least one value.
   *
   * @throws IllegalArgumentException when there is none
   */
  static Spread of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }

  /** Such as {@code 0.95 (0.92-1.03)}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", median, min, max);
  }
}

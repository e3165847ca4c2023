package io.waymark.protocol;

import java.util.Random;

/** Runs a property over many seeds; a failure prints the one that repeats it. */
public final class Seeds {
  private Seeds() {}

  /** A property of one random case. */
  @FunctionalInterface
  public interface Property {
    void check(Random random) throws Exception;
  }

  /**
   * Checks the property for seeds {@code 0} to {@code count - 1}, or for the one given as {@code
   * -Dseed=N}.
   *
   * @throws AssertionError naming the first seed that fails
   */
  public static void forEach(int count, Property property) {
    String only = System.getProperty("seed", "");
    if (!only.isEmpty()) {
      run(Long.parseLong(only), property);
      return;
    }
    for (long seed = 0; seed < count; seed++) {
      run(seed, property);
    }
  }

  private static void run(long seed, Property property) {
    try {
      property.check(new Random(seed));
    } catch (Exception | AssertionError e) {
      throw new AssertionError("repeat with -Dseed=" + seed + ": " + e.getMessage(), e);
    }
  }
}

package io.waymark.node.admin;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads do. */
final class Conditions {
  private static final Duration AT_MOST = Duration.ofSeconds(30);

  private Conditions() {}

  /** Returns once the condition holds. */
  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + AT_MOST.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("still not so after " + AT_MOST);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}

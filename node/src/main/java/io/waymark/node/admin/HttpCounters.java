package io.waymark.node.admin;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/** Requests answered since the process started; may be used by any thread. */
public final class HttpCounters {
  private static final int CLASSES = 5;

  private final LongAdder[] answered = new LongAdder[CLASSES];

  public HttpCounters() {
    Arrays.setAll(answered, _ -> new LongAdder());
  }

  /**
   * Requests answered with a status of this class.
   *
   * @param statusClass the status' first digit, 1 to 5 (RFC 9110 section 15)
   */
  public long answered(int statusClass) {
    return answered[statusClass - 1].sum();
  }

  /**
   * @param status 100 to 599
   */
  void count(int status) {
    answered[status / 100 - 1].increment();
  }
}

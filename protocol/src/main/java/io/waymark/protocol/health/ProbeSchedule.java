package io.waymark.protocol.health;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When one endpoint is probed, counted from the moment its settings became what they are.
 *
 * @param phase from that moment to the first probe, in {@code [0, FIRST_WITHIN)}; it stays, so
 *     endpoints that began together do not go on being probed in the same instant
 * @param interval from the start of one probe to the start of the next
 */
public record ProbeSchedule(Duration phase, Duration interval) {
  /** The first probe starts earlier than this. */
  public static final Duration FIRST_WITHIN = Duration.ofSeconds(1);

  /** A schedule whose phase is drawn evenly. */
  public static ProbeSchedule drawn(Duration interval, RandomGenerator random) {
    return new ProbeSchedule(Duration.ofNanos(random.nextLong(FIRST_WITHIN.toNanos())), interval);
  }

  /**
   * When a probe starts.
   *
   * @param number 0 for the first
   */
  public Duration start(long number) {
    return phase.plus(interval.multipliedBy(number));
  }
}

package io.waymark.protocol.replica;

/**
 * A hybrid clock's reading: 48 bits of milliseconds since 1970 and a 16-bit counter, as one
 * unsigned number.
 */
public record Stamp(long bits) implements Comparable<Stamp> {
  /** Before every event. */
  public static final Stamp ZERO = new Stamp(0);

  static final int COUNTER_BITS = 16;
  private static final long MILLIS_MAX = (1L << 48) - 1;
  private static final int COUNTER_MAX = (1 << COUNTER_BITS) - 1;

  /**
   * @param millis since 1970, in {@code [0, 2^48)}
   * @param counter in {@code [0, 65535]}
   */
  public static Stamp of(long millis, int counter) {
    if (millis < 0 || millis > MILLIS_MAX) {
      throw new IllegalArgumentException("millis " + millis + " must be in [0, 2^48)");
    }
    if (counter < 0 || counter > COUNTER_MAX) {
      throw new IllegalArgumentException("counter " + counter + " must be in [0, 65535]");
    }
    return new Stamp(millis << COUNTER_BITS | counter);
  }

  /** Milliseconds since 1970. */
  public long millis() {
    return bits >>> COUNTER_BITS;
  }

  /** Tells apart what happened in one millisecond, or while the wall clock stood back. */
  public int counter() {
    return (int) bits & COUNTER_MAX;
  }

  @Override
  public int compareTo(Stamp other) {
    return Long.compareUnsigned(bits, other.bits);
  }

  public boolean isAfter(Stamp other) {
    return compareTo(other) > 0;
  }

  @Override
  public String toString() {
    return millis() + "." + counter();
  }
}

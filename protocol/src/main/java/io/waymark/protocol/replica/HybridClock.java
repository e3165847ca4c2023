package io.waymark.protocol.replica;

/**
 * Issues stamps, each later than every one issued or observed before; as close to the wall clock as
 * that allows. A wall clock that goes back only makes the counter run. For one thread.
 */
public final class HybridClock {
  private Stamp last;

  /**
   * @param last the latest stamp known, such as the highest in the store; {@link Stamp#ZERO} when
   *     there is none
   */
  public HybridClock(Stamp last) {
    this.last = last;
  }

  /**
   * A stamp for an event that happens now.
   *
   * @throws IllegalStateException when the last possible stamp, of the year 10889, has been
   *     observed
   */
  public Stamp next(long wallMillis) {
    Stamp wall = Stamp.of(wallMillis, 0);
    // One more than the counter's maximum carries into the next millisecond.
    Stamp next = wall.isAfter(last) ? wall : new Stamp(last.bits() + 1);
    if (!next.isAfter(last)) {
      throw new IllegalStateException("there is no stamp after " + last);
    }
    last = next;
    return next;
  }

  /** Takes note of a stamp that another clock issued. */
  public void observe(Stamp stamp) {
    if (stamp.isAfter(last)) {
      last = stamp;
    }
  }

  /** The latest stamp issued or observed. */
  public Stamp last() {
    return last;
  }
}

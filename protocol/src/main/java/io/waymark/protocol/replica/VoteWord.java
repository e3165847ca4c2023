package io.waymark.protocol.replica;

/**
 * What one prober says of one subject, in 64 bits: from the top 24 bits of sequence, 3 of state, 6
 * of reason, and 31 of the second since which it is so. Sequences start at 1, so 0 is no word.
 */
public final class VoteWord {
  /** The prober's word. A new constant goes last: the order is replicated. */
  public enum State {
    UP,
    DOWN,
    /** No vote, as the prober doubts its own uplink; it was up before. */
    WITHDRAWN_UP,
    /** No vote, as the prober doubts its own uplink; it was down before. */
    WITHDRAWN_DOWN,
    /** The prober does not probe this any more. */
    GONE;

    private static final State[] ALL = values();
  }

  /** Last sequence of an epoch. */
  public static final int SEQUENCE_MAX = (1 << 24) - 1;

  /** Greatest reason; what reasons mean is the prober's business. */
  public static final int REASON_MAX = (1 << 6) - 1;

  /** 2020-01-01T00:00:00Z, in seconds since 1970; reaches to the year 2088. */
  private static final long SINCE_BASE = 1_577_836_800L;

  private static final long SINCE_MAX = (1L << 31) - 1;
  private static final int REASON_SHIFT = 31;
  private static final int STATE_SHIFT = 37;
  private static final int SEQUENCE_SHIFT = 40;

  private VoteWord() {}

  /**
   * @param sequence in {@code [1, SEQUENCE_MAX]}
   * @param reason in {@code [0, REASON_MAX]}
   * @param since seconds since 1970; taken as the nearest from 2020 to 2088
   */
  public static long of(int sequence, State state, int reason, long since) {
    if (sequence < 1 || sequence > SEQUENCE_MAX) {
      throw new IllegalArgumentException("sequence " + sequence + " must be in [1, 2^24)");
    }
    if (reason < 0 || reason > REASON_MAX) {
      throw new IllegalArgumentException("reason " + reason + " must be in [0, 63]");
    }
    return (long) sequence << SEQUENCE_SHIFT
        | (long) state.ordinal() << STATE_SHIFT
        | (long) reason << REASON_SHIFT
        | Math.clamp(since - SINCE_BASE, 0, SINCE_MAX);
  }

  public static int sequence(long word) {
    return (int) (word >>> SEQUENCE_SHIFT);
  }

  /** The state; one that only a newer version knows is no vote here: {@link State#GONE}. */
  public static State state(long word) {
    int state = (int) (word >>> STATE_SHIFT) & 7;
    return state < State.ALL.length ? State.ALL[state] : State.GONE;
  }

  public static int reason(long word) {
    return (int) (word >>> REASON_SHIFT) & REASON_MAX;
  }

  /** Seconds since 1970. */
  public static long since(long word) {
    return SINCE_BASE + (word & SINCE_MAX);
  }
}

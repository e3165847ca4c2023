package io.waymark.protocol.replica;

/**
 * What one prober says of one subject, in 64 bits: from the top 24 bits of sequence, 3 of state, 6
 * of reason, and 31 of the second since which it is so. Sequences start at 1, so 0 is no word.
 */
public final class VoteWord {
  /** The prober's word. */
  public enum State {
    UP(0),
    DOWN(1),
    /** No vote, as the prober doubts its own uplink; it was up before. */
    WITHDRAWN_UP(2),
    /** No vote, as the prober doubts its own uplink; it was down before. */
    WITHDRAWN_DOWN(3),
    /** The prober does not probe this any more. */
    GONE(4);

    private final int code;

    State(int code) {
      this.code = code;
    }

    private static State of(int code) {
      return switch (code) {
        case 0 -> UP;
        case 1 -> DOWN;
        case 2 -> WITHDRAWN_UP;
        case 3 -> WITHDRAWN_DOWN;
        default -> GONE;
      };
    }
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
        | (long) state.code << STATE_SHIFT
        | (long) reason << REASON_SHIFT
        | Math.clamp(since - SINCE_BASE, 0, SINCE_MAX);
  }

  public static int sequence(long word) {
    return (int) (word >>> SEQUENCE_SHIFT);
  }

  /** The state; one that only a newer version knows is no vote here: {@link State#GONE}. */
  public static State state(long word) {
    return State.of((int) (word >>> STATE_SHIFT) & 7);
  }

  public static int reason(long word) {
    return (int) (word >>> REASON_SHIFT) & REASON_MAX;
  }

  /** Seconds since 1970. */
  public static long since(long word) {
    return SINCE_BASE + (word & SINCE_MAX);
  }
}

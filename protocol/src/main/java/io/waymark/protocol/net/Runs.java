package io.waymark.protocol.net;

import java.util.Arrays;

/**
 * One family's address space, cut into runs of equal value; neighbours differ. Immutable.
 *
 * <p>Addresses are 128 bits, of which IPv4 uses the first 32, so that one search serves both. The
 * starts of the runs are sorted; a table over leading bits leaves a short stretch of them to search
 * by halves. Upper halves are kept with their sign bit flipped, so that signed comparison orders
 * them; lower halves are dropped where all are 0, which they are unless some prefix is longer than
 * 64. The half of an upper half that IPv4 does not use holds the run's value: what a search reads
 * last is what it is for, and need not be fetched from elsewhere.
 */
final class Runs {
  private static final long VALUE = 0xffff_ffffL;

  private final long[] uppers;
  private final long[] lowers;

  /** Empty where the upper halves hold them. */
  private final int[] values;

  /** The bits of an upper half that hold a value. */
  private final long valueBits;

  /** The bits before those that the table is indexed by, and how many they are. */
  private final long lead;

  private final int leadBits;
  private final int tableShift;

  /** For each value of the table's bits, the run that its first address lies in. */
  private final int[] table;

  private Runs(Builder from, boolean v6) {
    uppers = Arrays.copyOf(from.uppers, from.size);
    values = v6 ? Arrays.copyOf(from.values, from.size) : new int[0];
    valueBits = v6 ? 0 : VALUE;
    for (int i = 0; i < from.size && !v6; i++) {
      uppers[i] |= from.values[i] & VALUE;
    }
    lowers = from.anyLower ? Arrays.copyOf(from.lowers, from.size) : new long[0];
    // Unicast IPv6 all lies in 2000::/3.
    lead = v6 ? 1 : 0;
    leadBits = v6 ? 3 : 0;
    int tableBits = tableBits(from.size, v6);
    tableShift = Long.SIZE - tableBits;
    table = new int[(1 << tableBits) + 1];
    long base = v6 ? lead << (Long.SIZE - leadBits) : 0;
    int run = 0;
    for (int i = 0; i < table.length - 1; i++) {
      long first = key(base | (long) i << tableShift >>> leadBits);
      while (run + 1 < uppers.length && startsBy(run + 1, first, 0)) {
        run++;
      }
      table[i] = run;
    }
    long last = key(v6 ? 0x3fff_ffff_ffff_ffffL : -1L);
    while (run + 1 < uppers.length && startsBy(run + 1, last, -1L)) {
      run++;
    }
    table[table.length - 1] = run;
  }

  /** A slot for every run or two, within what caches hold; IPv6 is used far less evenly. */
  private static int tableBits(int runs, boolean v6) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(runs);
    return Math.clamp(v6 ? bits + 2 : bits, 4, v6 ? 20 : 18);
  }

  int size() {
    return uppers.length;
  }

  long upper(int run) {
    return (uppers[run] & ~valueBits) ^ Long.MIN_VALUE;
  }

  /** What runs that start by an address are not past. */
  private long key(long upper) {
    return (upper ^ Long.MIN_VALUE) | valueBits;
  }

  long lower(int run) {
    return lowers.length == 0 ? 0 : lowers[run];
  }

  int value(int run) {
    return values.length == 0 ? (int) uppers[run] : values[run];
  }

  /** The run that the address lies in. */
  int find(long upper, long lower) {
    long key = key(upper);
    int low;
    int high;
    if (leadBits == 0 || upper >>> (Long.SIZE - leadBits) == lead) {
      int slot = (int) (upper << leadBits >>> tableShift);
      low = table[slot];
      high = table[slot + 1];
    } else {
      low = 0;
      high = uppers.length - 1;
    }
    int at = startsBy(low, high, key);
    if (lowers.length == 0 || uppers[at] != key) {
      return at;
    }
    while (low < at) {
      int middle = (low + at + 1) >>> 1;
      if (startsBy(middle, key, lower)) {
        low = middle;
      } else {
        at = middle - 1;
      }
    }
    return low;
  }

  /**
   * The last run from {@code low} to {@code high} whose upper half is not past the key. No step
   * depends on a branch that could be guessed wrong, which would cost more than the rest of it.
   */
  private int startsBy(int low, int high, long key) {
    int at = low;
    int left = high - low + 1;
    while (left > 1) {
      int half = left >>> 1;
      at = uppers[at + half] <= key ? at + half : at;
      left -= half;
    }
    return at;
  }

  /** Whether the run starts at or before the address. */
  private boolean startsBy(int run, long key, long lower) {
    long start = uppers[run];
    return start < key
        || start == key && (lowers.length == 0 || Long.compareUnsigned(lowers[run], lower) <= 0);
  }

  /**
   * Leading bits that every address of the shortest prefix within the run shares with this one: the
   * prefix must keep clear of the last address before the run and of the first one after it.
   */
  int prefixLength(int run, long upper, long lower) {
    int length = 0;
    if (run > 0) {
      long startLower = lower(run);
      long startUpper = upper(run);
      length =
          pastCommon(upper, lower, startLower == 0 ? startUpper - 1 : startUpper, startLower - 1);
    }
    if (run + 1 < size()) {
      length = Math.max(length, pastCommon(upper, lower, upper(run + 1), lower(run + 1)));
    }
    return length;
  }

  @Override
  public boolean equals(Object other) {
    return other == this
        || other instanceof Runs runs
            && Arrays.equals(runs.values, values)
            && Arrays.equals(runs.uppers, uppers)
            && Arrays.equals(runs.lowers, lowers);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(uppers) + Arrays.hashCode(values);
  }

  private static int pastCommon(long upper, long lower, long otherUpper, long otherLower) {
    return 1
        + (upper != otherUpper
            ? Long.numberOfLeadingZeros(upper ^ otherUpper)
            : Long.SIZE + Long.numberOfLeadingZeros(lower ^ otherLower));
  }

  /** Takes runs in ascending order, the first at address 0. */
  static final class Builder {
    private long[] uppers;
    private long[] lowers;
    private int[] values;
    private int size;
    private boolean anyLower;

    Builder(int expected) {
      uppers = new long[expected];
      lowers = new long[expected];
      values = new int[expected];
    }

    /** From here on the value is this one; what was said of the same address before is replaced. */
    void from(long upper, long lower, int value) {
      long key = upper ^ Long.MIN_VALUE;
      if (size > 0 && uppers[size - 1] == key && lowers[size - 1] == lower) {
        size--;
      }
      if (size > 0 && values[size - 1] == value) {
        return;
      }
      if (size == uppers.length) {
        int more = Math.max(16, size + (size >> 1));
        uppers = Arrays.copyOf(uppers, more);
        lowers = Arrays.copyOf(lowers, more);
        values = Arrays.copyOf(values, more);
      }
      uppers[size] = key;
      lowers[size] = lower;
      values[size] = value;
      size++;
      anyLower |= lower != 0;
    }

    Runs build(boolean v6) {
      return new Runs(this, v6);
    }
  }
}

package io.waymark.protocol.net;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Collects prefixes, in any order and nested as they like, and makes a {@link PrefixMap} of them.
 */
public final class PrefixMapBuilder {
  private static final int V4_BITS = 32;
  private static final int V6_BITS = 128;

  private final Family v4 = new Family();
  private final Family v6 = new Family();

  /** Gives the prefix a value; of one prefix that is given twice, the later value counts. */
  public PrefixMapBuilder put(Prefix prefix, int value) {
    IpAddress address = prefix.address();
    return put(address.v6(), address.high(), address.low(), prefix.length(), value);
  }

  /**
   * As {@link #put(Prefix, int)}; bits past the length count as 0.
   *
   * @param high as in {@link PrefixMap#get(boolean, long, long)}
   */
  public PrefixMapBuilder put(boolean isV6, long high, long low, int length, int value) {
    if (length < 0 || length > (isV6 ? V6_BITS : V4_BITS)) {
      throw new IllegalArgumentException("prefix length " + length);
    }
    if (isV6) {
      v6.add(high, low, length, value);
    } else {
      v4.add(low << V4_BITS, 0, length, value);
    }
    return this;
  }

  public PrefixMap build() {
    return new PrefixMap(v4.runs(V4_BITS).build(false), v6.runs(V6_BITS).build(true));
  }

  /** Prefixes of one family, their addresses as {@link Runs} has them. */
  private static final class Family {
    private long[] uppers = new long[16];
    private long[] lowers = new long[16];
    private byte[] lengths = new byte[16];
    private int[] values = new int[16];
    private int size;
    private boolean sorted = true;

    void add(long upper, long lower, int length, int value) {
      if (size == values.length) {
        int more = size + (size >> 1);
        uppers = Arrays.copyOf(uppers, more);
        lowers = Arrays.copyOf(lowers, more);
        lengths = Arrays.copyOf(lengths, more);
        values = Arrays.copyOf(values, more);
      }
      uppers[size] = upper & upperMask(length);
      lowers[size] = lower & lowerMask(length);
      lengths[size] = (byte) length;
      values[size] = value;
      sorted &= size == 0 || compare(size - 1, size) <= 0;
      size++;
    }

    /** A prefix goes before those within it. */
    private int compare(int one, int other) {
      int byUpper = Long.compareUnsigned(uppers[one], uppers[other]);
      if (byUpper != 0) {
        return byUpper;
      }
      int byLower = Long.compareUnsigned(lowers[one], lowers[other]);
      return byLower != 0 ? byLower : Integer.compare(length(one), length(other));
    }

    private int length(int entry) {
      return lengths[entry] & 0xff;
    }

    /**
     * Walks through the prefixes in order, with those around the current one on a stack: where one
     * ends, the value is again that of the one below it.
     */
    Runs.Builder runs(int bits) {
      Runs.Builder runs = new Runs.Builder(size + 1);
      runs.from(0, 0, PrefixMap.NONE);
      int[] open = new int[bits + 1];
      int depth = 0;
      for (int entry : order()) {
        while (depth > 0 && !contains(open[depth - 1], entry)) {
          depth = close(runs, open, depth);
        }
        if (depth > 0 && length(open[depth - 1]) == length(entry)) {
          depth--; // the same prefix once more
        }
        open[depth++] = entry;
        runs.from(uppers[entry], lowers[entry], values[entry]);
      }
      while (depth > 0) {
        depth = close(runs, open, depth);
      }
      return runs;
    }

    private int[] order() {
      IntStream entries = IntStream.range(0, size);
      return sorted
          ? entries.toArray()
          : entries.boxed().sorted(this::compare).mapToInt(Integer::intValue).toArray();
    }

    private boolean contains(int outer, int inner) {
      int length = length(outer);
      return length <= length(inner)
          && (uppers[inner] & upperMask(length)) == uppers[outer]
          && (lowers[inner] & lowerMask(length)) == lowers[outer];
    }

    /** Ends the innermost open prefix; returns how many stay open. */
    private int close(Runs.Builder runs, int[] open, int depth) {
      int entry = open[depth - 1];
      long lower = (lowers[entry] | ~lowerMask(length(entry))) + 1;
      long upper = (uppers[entry] | ~upperMask(length(entry))) + (lower == 0 ? 1 : 0);
      if (upper != 0 || lower != 0) { // else it ended where the address space does
        runs.from(upper, lower, depth > 1 ? values[open[depth - 2]] : PrefixMap.NONE);
      }
      return depth - 1;
    }

    private static long upperMask(int length) {
      return length == 0 ? 0 : length >= Long.SIZE ? -1L : -1L << (Long.SIZE - length);
    }

    private static long lowerMask(int length) {
      return length <= Long.SIZE ? 0 : length == V6_BITS ? -1L : -1L << (V6_BITS - length);
    }
  }
}

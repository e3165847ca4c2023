package io.waymark.protocol.location;

/** What a row says and how long its prefix is, in one non-negative number. */
final class RowNumber {
  /** What a row can say, of each source: this many different things. */
  static final int MAX = 1 << 23;

  private RowNumber() {}

  static int of(int index, int length) {
    return index << 8 | length;
  }

  static int index(int row) {
    return row >>> 8;
  }

  static int length(int row) {
    return row & 0xff;
  }
}

package io.waymark.node.dns;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One thread's counters: written by that thread alone, read by anyone. Adding costs a plain load
 * and store.
 */
@SuppressWarnings("EnumOrdinal") // The cells are an array by ordinal and never leave the process.
public final class Counters {
  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

  /** Keeps the cells of two threads off one cache line. */
  private static final int PADDING = 16;

  private final long[] cells = new long[DnsCounter.values().length + 2 * PADDING];

  void add(DnsCounter counter) {
    int at = PADDING + counter.ordinal();
    CELL.setOpaque(cells, at, cells[at] + 1);
  }

  /** The count so far. */
  public long get(DnsCounter counter) {
    return (long) CELL.getOpaque(cells, PADDING + counter.ordinal());
  }
}

package io.waymark.node.dns;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Every name this server knows, from the lower-cased wire format of the name to its entry.
 *
 * <p>Open addressing with linear probing. Any number of threads read without locks; one at a time
 * writes. The unit of change is one name: a single release store of an immutable entry, so a query
 * sees either the old or the new entry and never a mixture. Growth fills a new array and publishes
 * it whole. A removed name leaves a mark in its slot until the next growth, so that a probe in
 * flight still finds the names behind it.
 *
 * <p>Cost: a hit reads one slot and one entry, whatever the number of names; the load factor is at
 * most one half.
 */
public final class AnswerTable {
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Entry[].class);
  private static final int CAPACITY_MIN = 64;

  private volatile @Nullable Entry[] slots = new Entry[CAPACITY_MIN];
  private final Entry removed;
  private int used;
  private int size;
  private long version;

  public AnswerTable() {
    Zone nowhere = new Zone(new byte[1], new byte[1], new byte[1], 0, 0);
    removed = StaticEntry.emptyNonTerminal(new byte[1], nowhere);
  }

  /**
   * The entry of a name; null when there is none.
   *
   * @param name lower-cased wire format, {@code length} octets from the start
   * @param hash as {@link io.waymark.protocol.dns.WireName#hash} gives it
   */
  @Nullable Entry find(byte[] name, int offset, int length, long hash) {
    @Nullable Entry[] table = slots;
    int mask = table.length - 1;
    int at = (int) hash & mask;
    while (true) {
      Entry entry = (Entry) SLOT.getAcquire(table, at);
      if (entry == null) {
        return null;
      }
      if (entry.hash == hash
          && entry.name.length == length
          && entry != removed
          && Arrays.equals(entry.name, 0, length, name, offset, offset + length)) {
        return entry;
      }
      at = at + 1 & mask;
    }
  }

  /** The entry of a name in lower-cased wire format; null when there is none. */
  public @Nullable Entry find(byte[] name) {
    return find(name, 0, name.length, io.waymark.protocol.dns.WireName.hash(name));
  }

  /** Publishes an entry in place of whatever its name had. */
  public synchronized void put(Entry entry) {
    @Nullable Entry[] table = slots;
    int at = slotOf(table, entry.name, entry.hash);
    if (at >= 0) {
      SLOT.setRelease(table, at, entry);
    } else {
      if (2 * (used + 1) > table.length) {
        table = grown();
        insert(table, entry);
        slots = table;
      } else {
        insert(table, entry);
      }
      used++;
      size++;
    }
    version++;
  }

  /** Takes a name away, if it is there. */
  public synchronized void remove(byte[] name) {
    @Nullable Entry[] table = slots;
    int at = slotOf(table, name, io.waymark.protocol.dns.WireName.hash(name));
    if (at >= 0) {
      SLOT.setRelease(table, at, removed);
      size--;
      version++;
    }
  }

  /** Names in the table. */
  public synchronized int size() {
    return size;
  }

  /** Grows with every change. */
  public synchronized long version() {
    return version;
  }

  private int slotOf(@Nullable Entry[] table, byte[] name, long hash) {
    int mask = table.length - 1;
    for (int at = (int) hash & mask; ; at = at + 1 & mask) {
      Entry entry = table[at];
      if (entry == null) {
        return -1;
      }
      if (entry != removed && entry.hash == hash && Arrays.equals(entry.name, name)) {
        return at;
      }
    }
  }

  /**
   * A copy without the marks of removed names, at most a quarter full; {@link #used} is set to what
   * it holds.
   */
  private @Nullable Entry[] grown() {
    int capacity = CAPACITY_MIN;
    while (capacity < 4 * (size + 1)) {
      capacity *= 2;
    }
    @Nullable Entry[] table = new Entry[capacity];
    for (Entry entry : slots) {
      if (entry != null && entry != removed) {
        insert(table, entry);
      }
    }
    used = size;
    return table;
  }

  private static void insert(@Nullable Entry[] table, Entry entry) {
    int mask = table.length - 1;
    int at = (int) entry.hash & mask;
    while (table[at] != null) {
      at = at + 1 & mask;
    }
    SLOT.setRelease(table, at, entry);
  }
}

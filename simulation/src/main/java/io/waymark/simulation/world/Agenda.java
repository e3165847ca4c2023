package io.waymark.simulation.world;

import java.util.PriorityQueue;

/** What is to happen, in the order of virtual time; what happens at one time, as it was planned. */
public final class Agenda {
  private record Entry(long atMillis, long number, Runnable action) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(atMillis, other.atMillis);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long nowMillis;
  private long number;

  /** Milliseconds since the world began. */
  public long now() {
    return nowMillis;
  }

  public void at(long millis, Runnable action) {
    entries.add(new Entry(Math.max(millis, nowMillis), number++, action));
  }

  public void after(long millis, Runnable action) {
    at(nowMillis + millis, action);
  }

  /** Lets everything happen up to a time, that time included. */
  public void runTo(long endMillis) {
    while (!entries.isEmpty() && entries.peek().atMillis() <= endMillis) {
      Entry next = entries.remove();
      nowMillis = next.atMillis();
      next.action().run();
    }
    nowMillis = endMillis;
  }
}

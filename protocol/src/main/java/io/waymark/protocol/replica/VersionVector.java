package io.waymark.protocol.replica;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which events have been seen: of each writer all up to a stamp. */
public final class VersionVector {
  public static final VersionVector EMPTY = new VersionVector(SortedEntries.empty());

  /** What one vector has seen, compared with another. */
  public enum Order {
    EQUAL,
    /** Less than the other. */
    BEFORE,
    /** More than the other. */
    AFTER,
    /** Each has seen what the other has not. */
    CONCURRENT
  }

  private final SortedEntries<Stamp> latest;

  private VersionVector(SortedEntries<Stamp> latest) {
    this.latest = latest;
  }

  static VersionVector of(SortedEntries<Stamp> latest) {
    return latest.isEmpty() ? EMPTY : new VersionVector(latest);
  }

  /** Each writer's latest stamp, sorted by writer. */
  public Map<String, Stamp> latest() {
    return latest;
  }

  SortedEntries<Stamp> entries() {
    return latest;
  }

  public boolean isEmpty() {
    return latest.isEmpty();
  }

  /** Whether the event has been seen. */
  public boolean covers(Dot dot) {
    Stamp seen = latest.get(dot.writer());
    return seen != null && !dot.stamp().isAfter(seen);
  }

  /** This, and the event. */
  public VersionVector with(Dot dot) {
    if (covers(dot)) {
      return this;
    }
    TreeMap<String, Stamp> more = new TreeMap<>(latest);
    more.put(dot.writer(), dot.stamp());
    return new VersionVector(SortedEntries.of(more));
  }

  /** What either has seen. */
  public VersionVector merge(VersionVector other) {
    SortedEntries<Stamp> merged = latest.merge(other.latest, VersionVector::later);
    if (Identity.same(merged, latest)) {
      return this;
    }
    return Identity.same(merged, other.latest) ? other : new VersionVector(merged);
  }

  private static @Nullable Stamp later(@Nullable Stamp mine, @Nullable Stamp theirs) {
    if (mine == null) {
      return theirs;
    }
    return theirs == null || !theirs.isAfter(mine) ? mine : theirs;
  }

  public Order order(VersionVector other) {
    boolean more = exceeds(other);
    boolean less = other.exceeds(this);
    if (more) {
      return less ? Order.CONCURRENT : Order.AFTER;
    }
    return less ? Order.BEFORE : Order.EQUAL;
  }

  /** Whether this has seen anything that the other has not. */
  private boolean exceeds(VersionVector other) {
    for (int i = 0; i < latest.size(); i++) {
      Stamp theirs = other.latest.get(latest.key(i));
      if (theirs == null || latest.value(i).isAfter(theirs)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VersionVector vector && vector.latest.equals(latest);
  }

  @Override
  public int hashCode() {
    return latest.hashCode();
  }

  @Override
  public String toString() {
    return latest.toString();
  }
}

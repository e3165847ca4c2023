package io.waymark.protocol.health;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The latest known vote of every prober that ever voted on one endpoint and has not been forgotten.
 * A value: every vote makes a new one.
 *
 * @param byProber in the order of the probers' names, so that every node folds them alike
 */
public record Votes(SortedMap<String, Vote> byProber) {
  public static final Votes NONE = new Votes(new TreeMap<>());

  public Votes {
    byProber = Collections.unmodifiableSortedMap(new TreeMap<>(byProber));
  }

  public static Votes of(Map<String, Vote> byProber) {
    return new Votes(new TreeMap<>(byProber));
  }

  /** Its latest vote; null when none is known. */
  public @Nullable Vote of(String prober) {
    return byProber.get(prober);
  }

  /** These votes with one cast anew. */
  public Votes with(String prober, Vote vote) {
    SortedMap<String, Vote> next = new TreeMap<>(byProber);
    next.put(prober, vote);
    return new Votes(next);
  }

  /** These votes without those of a prober that is gone for good. */
  public Votes without(String prober) {
    SortedMap<String, Vote> next = new TreeMap<>(byProber);
    next.remove(prober);
    return new Votes(next);
  }
}

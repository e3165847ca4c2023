package io.waymark.protocol.replica;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Random lives of one entity on several replicas, beside a naive account of them: the set of events
 * each replica has heard of, each event with the set of those its writer had heard of.
 */
final class Histories {
  private static final int REPLICAS = 4;
  static final List<String> FIELDS = List.of("a", "b", "e/x", "e/x/w", "é");

  /** One edit, removal or deletion. */
  static final class Event {
    final long epoch;
    final boolean deletion;
    final Dot dot;
    final Map<String, Optional<Bytes>> writes;
    final Set<String> removals;
    final Set<Event> seen;

    Event(
        long epoch,
        boolean deletion,
        Dot dot,
        Map<String, Optional<Bytes>> writes,
        Set<String> removals,
        Set<Event> seen) {
      this.epoch = epoch;
      this.deletion = deletion;
      this.dot = dot;
      this.writes = writes;
      this.removals = removals;
      this.seen = Set.copyOf(seen);
    }

    boolean touches(String field) {
      return writes.containsKey(field) || removals.contains(field);
    }
  }

  /** What a replica holds, and what it has heard of. */
  record Copy(Entity entity, Set<Event> heard) {
    /** What the events say, without merging anything. */
    Map<String, List<Sibling>> expectedFields() {
      Map<String, List<Sibling>> fields = new TreeMap<>();
      for (String field : FIELDS) {
        List<Sibling> siblings = new ArrayList<>();
        for (Event event : current()) {
          Optional<Bytes> value = event.writes.get(field);
          boolean superseded =
              current().stream()
                  .anyMatch(other -> other.touches(field) && other.seen.contains(event));
          if (value != null && !superseded) {
            siblings.add(new Sibling(event.dot, author(event.dot), value.orElse(null)));
          }
        }
        Collections.sort(siblings);
        if (!siblings.isEmpty()) {
          fields.put(field, siblings);
        }
      }
      return fields;
    }

    long expectedEpoch() {
      return heard.stream()
          .mapToLong(event -> event.deletion ? event.epoch + 1 : event.epoch)
          .max()
          .orElse(0);
    }

    private List<Event> current() {
      return heard.stream()
          .filter(event -> !event.deletion && event.epoch == expectedEpoch())
          .toList();
    }
  }

  private final Random random;
  private final List<Copy> replicas = new ArrayList<>();
  private final List<HybridClock> clocks = new ArrayList<>();
  private final List<Copy> sent = new ArrayList<>();

  Histories(Random random) {
    this.random = random;
    for (int i = 0; i < REPLICAS; i++) {
      replicas.add(new Copy(Entity.EMPTY, Set.of()));
      clocks.add(new HybridClock(Stamp.ZERO));
    }
  }

  static String author(Dot dot) {
    return "admin of " + dot.writer();
  }

  /** One random edit, or the arrival of one random earlier state; the replica it happened to. */
  Copy step() {
    int at = random.nextInt(REPLICAS);
    Copy before = replicas.get(at);
    Copy after =
        random.nextInt(2) == 0 && !sent.isEmpty()
            ? merge(before, sent.get(random.nextInt(sent.size())), clocks.get(at))
            : edit(before, at);
    replicas.set(at, after);
    sent.add(after);
    return after;
  }

  List<Copy> replicas() {
    return List.copyOf(replicas);
  }

  /** Every state there ever was. */
  List<Copy> states() {
    return List.copyOf(sent);
  }

  private static Copy merge(Copy mine, Copy theirs, @Nullable HybridClock clock) {
    Set<Event> heard = new HashSet<>(mine.heard);
    heard.addAll(theirs.heard);
    if (clock != null) {
      heard.forEach(event -> clock.observe(event.dot.stamp()));
    }
    return new Copy(mine.entity.merge(theirs.entity), heard);
  }

  /** All that was ever said, arriving in random order. */
  Copy mergedInRandomOrder() {
    List<Copy> arriving = new ArrayList<>(sent);
    Collections.shuffle(arriving, random);
    Copy merged = new Copy(Entity.EMPTY, Set.of());
    for (Copy copy : arriving) {
      merged = random.nextBoolean() ? merge(merged, copy, null) : merge(copy, merged, null);
    }
    return merged;
  }

  private Copy edit(Copy before, int at) {
    // Every replica's wall clock is off by as much as it likes.
    Dot dot = new Dot("node-" + at, clocks.get(at).next(random.nextInt(50)));
    Entity entity = before.entity;
    Event event;
    if (random.nextInt(12) == 0 && entity.live()) {
      event = new Event(entity.epoch(), true, dot, Map.of(), Set.of(), before.heard);
      entity = entity.delete();
    } else {
      Map<String, Optional<Bytes>> writes = new HashMap<>();
      Set<String> removals = new HashSet<>();
      for (String field : FIELDS) {
        switch (random.nextInt(5)) {
          case 0 -> writes.put(field, Optional.of(Bytes.utf8("v" + random.nextInt(3))));
          case 1 -> writes.put(field, Optional.empty());
          case 2 -> removals.add(field);
          default -> {}
        }
      }
      event = new Event(entity.epoch(), false, dot, writes, removals, before.heard);
      entity = entity.edit(dot, author(dot), writes, removals);
    }
    Set<Event> heard = new HashSet<>(before.heard);
    heard.add(event);
    return new Copy(entity, heard);
  }
}

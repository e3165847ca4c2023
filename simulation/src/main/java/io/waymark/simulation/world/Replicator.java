package io.waymark.simulation.world;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One node's part of a replicator, modelled on Pekko's: a change goes to every member at once and
 * once more a little later, and members compare what they have in pairs, one pair every round.
 * Nothing is confirmed, and nothing comes in order.
 */
final class Replicator<V> {
  /** How values behave. */
  interface Form<V> {
    V merge(V mine, V theirs);

    /** The value as it arrives when it is sent. */
    V carried(V value);
  }

  /** The way to another member's replicator of the same kind. */
  interface Outlet<V> {
    void send(int to, Consumer<Replicator<V>> message);
  }

  static final long REPEAT_MILLIS = 400;
  static final long GOSSIP_MILLIS = 2_000;
  private static final long NOTIFY_MILLIS = 20;

  private final int self;
  private final int members;
  private final SplittableRandom random;
  private final Form<V> form;
  private final Outlet<V> outlet;
  private final BiConsumer<Long, Runnable> later;
  private final BiConsumer<String, V> listener;
  private final Map<String, V> state = new TreeMap<>();
  private final Map<String, V> repeated = new TreeMap<>();
  private final Set<String> changed = new TreeSet<>();

  /**
   * @param later runs something after so many milliseconds, should the node live
   * @param listener hears of every change with the whole value
   */
  Replicator(
      int self,
      int members,
      SplittableRandom random,
      Form<V> form,
      Outlet<V> outlet,
      BiConsumer<Long, Runnable> later,
      BiConsumer<String, V> listener) {
    this.self = self;
    this.members = members;
    this.random = random;
    this.form = form;
    this.outlet = outlet;
    this.later = later;
    this.listener = listener;
  }

  /** Holds what the node knew before. */
  void seed(Map<String, V> values) {
    values.forEach(this::take);
  }

  /** Sends changes to every member. */
  void spread(Map<String, V> changes) {
    changes.forEach((key, change) -> {
      take(key, change);
      repeated.merge(key, change, form::merge);
      toAll(key, change);
    });
  }

  private void toAll(String key, V change) {
    V arriving = form.carried(change);
    for (int member = 0; member < members; member++) {
      if (member != self) {
        outlet.send(member, there -> there.take(key, arriving));
      }
    }
  }

  /** To be called every {@link #REPEAT_MILLIS}. */
  void repeat() {
    Map<String, V> again = new TreeMap<>(repeated);
    repeated.clear();
    again.forEach(this::toAll);
  }

  /** To be called every {@link #GOSSIP_MILLIS}. */
  void gossip() {
    if (members < 2) {
      return;
    }
    int other = random.nextInt(members - 1);
    Map<String, V> digests = new TreeMap<>(state);
    outlet.send(other < self ? other : other + 1, there -> there.compare(self, digests));
  }

  private void compare(int from, Map<String, V> digests) {
    Map<String, V> differing = new LinkedHashMap<>();
    state.forEach((key, value) -> {
      V theirs = digests.get(key);
      if (!value.equals(theirs)) {
        differing.put(key, value);
      }
    });
    Set<String> missing = new TreeSet<>(digests.keySet());
    missing.removeAll(state.keySet());
    if (!differing.isEmpty()) {
      outlet.send(from, there -> there.receive(self, differing, true));
    }
    if (!missing.isEmpty()) {
      outlet.send(from, there -> there.ask(self, missing));
    }
  }

  private void ask(int from, Collection<String> keys) {
    Map<String, V> values = new LinkedHashMap<>();
    for (String key : keys) {
      V value = state.get(key);
      if (value != null) {
        values.put(key, value);
      }
    }
    outlet.send(from, there -> there.receive(self, values, false));
  }

  private void receive(int from, Map<String, V> values, boolean sendBack) {
    Map<String, V> back = new LinkedHashMap<>();
    values.forEach((key, value) -> {
      take(key, form.carried(value));
      V merged = state.get(key);
      if (sendBack && merged != null && !merged.equals(value)) {
        back.put(key, merged);
      }
    });
    if (!back.isEmpty()) {
      outlet.send(from, there -> there.receive(self, back, false));
    }
  }

  private void take(String key, V value) {
    V before = state.get(key);
    V after = before == null ? value : form.merge(before, value);
    if (after.equals(before)) {
      return;
    }
    state.put(key, after);
    if (changed.isEmpty()) {
      later.accept(NOTIFY_MILLIS, this::tell);
    }
    changed.add(key);
  }

  private void tell() {
    Set<String> keys = new TreeSet<>(changed);
    changed.clear();
    for (String key : keys) {
      V value = state.get(key);
      if (value != null) {
        listener.accept(key, value);
      }
    }
  }
}

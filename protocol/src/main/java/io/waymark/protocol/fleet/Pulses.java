package io.waymark.protocol.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one node has heard of all nodes, itself included: it is told its own pulses like everybody
 * else's.
 *
 * <p>All ages are by the receiver's monotonic clock, so no wrong wall clock makes a node look alive
 * or dead. Times are milliseconds of that clock, and never go back; {@link AwakeClock} gives a
 * better one. Not thread-safe: it belongs to one actor.
 */
public final class Pulses {
  /** A node heard within this time is alive. */
  public static final long FRESH_MILLIS = 5_000;

  /** Two stores under one name are two machines when both pulse for this long. */
  public static final long OVERLAP_MILLIS = 2_000;

  private final Map<String, Lives> heard = new TreeMap<>();
  private final SortedMap<String, String> addressOfKnown = new TreeMap<>();
  private final NavigableSet<String> expected = new TreeSet<>();

  /** The latest incarnation that was removed. */
  private final Map<String, Long> removed = new TreeMap<>();

  /** Counts a configured peer in, by its address, until it is heard and has a name. */
  public void expect(String address) {
    expected.add(address);
  }

  /** Counts a node in that was heard in an earlier life of this one. */
  public void know(String name, String address) {
    addressOfKnown.put(name, address);
  }

  /**
   * Takes in a pulse. One of an older life, or out of order, changes nothing.
   *
   * @param ownWallMillis since 1970, by the receiver's wall clock
   * @return whether this pulse is now the node's word: it is new, and no other machine has a better
   *     claim to the name
   */
  public boolean heard(Pulse pulse, long nowMillis, long ownWallMillis) {
    String name = pulse.node().name();
    Long gone = removed.get(name);
    if (gone != null && pulse.incarnation() <= gone) {
      return false;
    }
    removed.remove(name);
    Lives lives = heard.computeIfAbsent(name, _ -> new Lives());
    if (!lives.heard(pulse, nowMillis, pulse.wallClockMillis() - ownWallMillis)) {
      return false;
    }
    addressOfKnown.put(name, pulse.address());
    return lives.speaker(nowMillis).last().node().storeId() == pulse.node().storeId();
  }

  /**
   * An operator's word that a node is gone for good. A later life of it is welcome again.
   *
   * @param name as in {@link #roster}: a node's name, or the address of a peer never heard
   */
  public void remove(String name) {
    if (expected.remove(name)) {
      return;
    }
    Lives lives = heard.remove(name);
    removed.put(name, lives == null ? Long.MIN_VALUE : lives.latestIncarnation());
    String address = addressOfKnown.remove(name);
    if (address != null) {
      expected.remove(address);
    }
  }

  /** The latest pulse of every node that is alive, by name. */
  public List<Pulse> fresh(long nowMillis) {
    List<Pulse> fresh = new ArrayList<>();
    for (Lives lives : heard.values()) {
      Life speaker = lives.speaker(nowMillis);
      if (speaker.fresh(nowMillis)) {
        fresh.add(speaker.last());
      }
    }
    return fresh;
  }

  /** The names of the nodes that are alive. */
  public NavigableSet<String> freshNames(long nowMillis) {
    NavigableSet<String> names = new TreeSet<>();
    fresh(nowMillis).forEach(pulse -> names.add(pulse.node().name()));
    return names;
  }

  /** The latest pulse of a node, fresh or not; null when it was never heard. */
  public @Nullable Pulse latest(String name, long nowMillis) {
    Lives lives = heard.get(name);
    return lives == null ? null : lives.speaker(nowMillis).last();
  }

  /**
   * Everybody who belongs to the fleet, alive or not: the names of those ever heard or known, and
   * the addresses of configured peers that no node heard has claimed. Majorities are of these.
   */
  public NavigableSet<String> roster() {
    NavigableSet<String> roster = new TreeSet<>(expected);
    addressOfKnown.values().forEach(roster::remove);
    roster.addAll(addressOfKnown.keySet());
    return roster;
  }

  /**
   * By how much the wall clock of every node that is alive is ahead of this node's, in
   * milliseconds; the time a pulse travels makes it a little less.
   */
  public SortedMap<String, Long> skewMillis(long nowMillis) {
    SortedMap<String, Long> skews = new TreeMap<>();
    heard.forEach((name, lives) -> {
      Life speaker = lives.speaker(nowMillis);
      if (speaker.fresh(nowMillis)) {
        skews.put(name, speaker.skewMillis());
      }
    });
    return skews;
  }

  /** Names under which two machines are alive at once, which no fleet can work with. */
  public Set<String> impostors(long nowMillis) {
    Set<String> names = new TreeSet<>();
    heard.forEach((name, lives) -> {
      if (lives.overlapMillis(nowMillis) >= OVERLAP_MILLIS) {
        names.add(name);
      }
    });
    return names;
  }

  /** What a pulse sent now says of those heard; see {@link Pulse#hears}. */
  public List<Pulse.Hearing> hears(long nowMillis) {
    List<Pulse.Hearing> hears = new ArrayList<>();
    for (Lives lives : heard.values()) {
      Pulse.Hearing hearing = lives.speaker(nowMillis).hearing(nowMillis);
      if (hearing != null) {
        hears.add(hearing);
      }
    }
    return hears;
  }
}

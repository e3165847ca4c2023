package io.waymark.protocol.fleet;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was heard under one name: usually one life, but two where two machines use it. Where both
 * are alive the later started speaks for the name, so that all who hear both believe the same one.
 */
final class Lives {
  private static final Comparator<Life> LATER_STARTED =
      Comparator.comparingLong((Life life) -> life.last().incarnation())
          .thenComparingLong(life -> life.last().node().storeId());

  /** By store id; never empty once a pulse was heard. */
  private final Map<Long, Life> lives = new TreeMap<>();

  /** False when the pulse is out of date. */
  boolean heard(Pulse pulse, long nowMillis, long skewMillis) {
    long store = pulse.node().storeId();
    Life was = lives.get(store);
    Life now;
    if (was == null) {
      now = Life.first(pulse, nowMillis, skewMillis);
    } else if (pulse.incarnation() == was.last().incarnation()) {
      if (pulse.sequence() <= was.last().sequence()) {
        return false;
      }
      now = was.next(pulse, nowMillis, skewMillis);
    } else if (pulse.incarnation() < was.last().incarnation() && was.fresh(nowMillis)) {
      return false;
    } else {
      // After a silence also a lesser incarnation is a restart: of a node whose clock was set back.
      now = Life.first(pulse, nowMillis, skewMillis);
    }
    lives.values().removeIf(life -> !life.fresh(nowMillis));
    lives.put(store, now);
    return true;
  }

  /** The later started of those alive, else the one heard last. */
  Life speaker(long nowMillis) {
    return lives.values().stream()
        .filter(life -> life.fresh(nowMillis))
        .max(LATER_STARTED)
        .orElseGet(() ->
            lives.values().stream()
                .max(Comparator.comparingLong(Life::lastMillis).thenComparing(LATER_STARTED))
                .orElseThrow());
  }

  long latestIncarnation() {
    return lives.values().stream()
        .mapToLong(life -> life.last().incarnation())
        .max()
        .orElse(Long.MIN_VALUE);
  }

  /** How long two of those alive were heard side by side; 0 where there are not two. */
  long overlapMillis(long nowMillis) {
    List<Life> alive = lives.values().stream().filter(life -> life.fresh(nowMillis)).toList();
    long longest = 0;
    for (int i = 0; i < alive.size(); i++) {
      for (Life other : alive.subList(i + 1, alive.size())) {
        Life one = alive.get(i);
        long from = Math.max(one.firstMillis(), other.firstMillis());
        longest = Math.max(longest, Math.min(one.lastMillis(), other.lastMillis()) - from);
      }
    }
    return longest;
  }
}

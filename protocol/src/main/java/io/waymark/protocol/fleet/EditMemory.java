package io.waymark.protocol.fleet;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which edits a node has made, so that a repeat is not a second edit. Bounded: an outcome is
 * remembered for a time and among a number of others, whichever ends first; edits under way are
 * bounded by whoever admits them. Not thread-safe.
 *
 * @param <O> what came of an edit, as it was replied
 */
public final class EditMemory<O> {
  /** What is known of an edit. */
  public sealed interface Recall<O> {
    /** Nothing: whoever asks makes it, and says so with {@link EditMemory#finished}. */
    record First<O>() implements Recall<O> {}

    /** It is being made; its outcome will answer every repeat. */
    record UnderWay<O>() implements Recall<O> {}

    /** It was made. */
    record Made<O>(O outcome) implements Recall<O> {}
  }

  private record Remembered<O>(O outcome, long atMillis) {}

  private final long keptMillis;
  private final int keptMax;
  private final Set<EditId> underWay = new HashSet<>();

  /** Oldest first. */
  private final Map<EditId, Remembered<O>> made = new LinkedHashMap<>();

  /**
   * @param keptMillis longer than anybody repeats an edit
   * @param keptMax outcomes, at least 1
   */
  public EditMemory(long keptMillis, int keptMax) {
    if (keptMillis < 1 || keptMax < 1) {
      throw new IllegalArgumentException("a memory must keep something for some time");
    }
    this.keptMillis = keptMillis;
    this.keptMax = keptMax;
  }

  /** What is known of an edit that arrives; when nothing is, it is under way from now on. */
  public Recall<O> arrived(EditId id, long nowMillis) {
    forget(nowMillis);
    Remembered<O> known = made.get(id);
    if (known != null) {
      return new Recall.Made<>(known.outcome());
    }
    return underWay.add(id) ? new Recall.First<>() : new Recall.UnderWay<>();
  }

  /** Remembers an outcome, made here or heard from another home. The first one stands. */
  public void finished(EditId id, O outcome, long nowMillis) {
    forget(nowMillis);
    underWay.remove(id);
    made.putIfAbsent(id, new Remembered<>(outcome, nowMillis));
    if (made.size() > keptMax) {
      made.remove(made.keySet().iterator().next());
    }
  }

  /** An edit under way changed nothing, so that a repeat of it may be tried. */
  public void abandoned(EditId id) {
    underWay.remove(id);
  }

  /** How many outcomes are remembered. */
  public int size() {
    return made.size();
  }

  private void forget(long nowMillis) {
    Iterator<Remembered<O>> oldest = made.values().iterator();
    while (oldest.hasNext() && nowMillis - oldest.next().atMillis() > keptMillis) {
      oldest.remove();
    }
  }
}

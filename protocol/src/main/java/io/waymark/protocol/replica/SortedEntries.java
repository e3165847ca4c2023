package io.waymark.protocol.replica;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map sorted by key, in two lists: small, quick to walk and to merge.
 *
 * <p>Operations return an operand itself where the result is equal to it, so that unchanged content
 * stays one object and is recognised without being looked at.
 */
final class SortedEntries<V> extends AbstractMap<String, V> {
  /** What comes of a key's values in two maps, of which at least one is there. */
  interface Combiner<V> {
    /**
     * @return {@code mine} or {@code theirs} itself where it stays as it is; null to leave the key
     *     out
     */
    @Nullable V combine(@Nullable V mine, @Nullable V theirs);
  }

  private final List<String> keys;
  private final List<V> values;

  private SortedEntries(List<String> keys, List<V> values) {
    this.keys = keys;
    this.values = values;
  }

  static <V> SortedEntries<V> empty() {
    return new SortedEntries<>(List.of(), List.of());
  }

  static <V> SortedEntries<V> of(SortedMap<String, V> map) {
    return new SortedEntries<>(new ArrayList<>(map.keySet()), new ArrayList<>(map.values()));
  }

  /** Collects entries that come in order. */
  static final class Builder<V> {
    private final List<String> keys = new ArrayList<>();
    private final List<V> values = new ArrayList<>();

    void add(String key, V value) {
      keys.add(key);
      values.add(value);
    }

    /** Whether a key may come next. */
    boolean follows(String key) {
      return keys.isEmpty() || keys.getLast().compareTo(key) < 0;
    }

    SortedEntries<V> build() {
      return new SortedEntries<>(keys, values);
    }
  }

  SortedEntries<V> merge(SortedEntries<V> other, Combiner<V> combiner) {
    if (Identity.same(this, other)) {
      return this;
    }
    Builder<V> merged = new Builder<>();
    boolean isMine = true;
    boolean isTheirs = true;
    int i = 0;
    int j = 0;
    while (i < size() || j < other.size()) {
      int order = order(i, other, j);
      V mine = order <= 0 ? values.get(i) : null;
      V theirs = order >= 0 ? other.values.get(j) : null;
      String key = order <= 0 ? keys.get(i) : other.keys.get(j);
      V result = combiner.combine(mine, theirs);
      isMine &= Identity.same(result, mine);
      isTheirs &= Identity.same(result, theirs);
      if (result != null) {
        merged.add(key, result);
      }
      i += order <= 0 ? 1 : 0;
      j += order >= 0 ? 1 : 0;
    }
    return isMine ? this : isTheirs ? other : merged.build();
  }

  private int order(int i, SortedEntries<V> other, int j) {
    if (i == size()) {
      return 1;
    }
    return j == other.size() ? -1 : keys.get(i).compareTo(other.keys.get(j));
  }

  @Override
  public int size() {
    return keys.size();
  }

  String key(int index) {
    return keys.get(index);
  }

  V value(int index) {
    return values.get(index);
  }

  /** Where the key is; negative when it is not there. */
  int indexOf(String key) {
    return Collections.binarySearch(keys, key);
  }

  @Override
  public @Nullable V get(@Nullable Object key) {
    int at = key instanceof String text ? indexOf(text) : -1;
    return at < 0 ? null : values.get(at);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return get(key) != null;
  }

  @Override
  public Set<Map.Entry<String, V>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return keys.size();
      }

      @Override
      public Iterator<Map.Entry<String, V>> iterator() {
        return new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            return next < keys.size();
          }

          @Override
          public Map.Entry<String, V> next() {
            if (!hasNext()) {
              throw new NoSuchElementException();
            }
            int at = next++;
            return Map.entry(keys.get(at), values.get(at));
          }
        };
      }
    };
  }
}

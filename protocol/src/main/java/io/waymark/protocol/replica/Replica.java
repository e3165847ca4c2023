package io.waymark.protocol.replica;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One node's copy of everything that is configured, and the clock that stamps what it writes. For
 * one thread.
 */
public final class Replica {
  private final String writer;
  private final HybridClock clock = new HybridClock(Stamp.ZERO);
  private final Map<String, Entity> entities = new HashMap<>();
  private long hash;
  private long deletions;

  /**
   * Without anything yet.
   *
   * @param writer by which this copy's writes are known; no other copy has it, ever
   */
  public Replica(String writer) {
    this.writer = writer;
  }

  public String writer() {
    return writer;
  }

  /** What is known under a name; {@link Entity#EMPTY} when nothing is. */
  public Entity entity(String key) {
    return entities.getOrDefault(key, Entity.EMPTY);
  }

  /** A dot for a write that has seen everything this copy holds. */
  public Dot next(long wallMillis) {
    return new Dot(writer, clock.next(wallMillis));
  }

  /**
   * Takes in what may be old or new.
   *
   * @return whether anything changed
   */
  public boolean merge(String key, Entity entity) {
    Entity before = entity(key);
    Entity after = before.merge(entity);
    after.versions().latest().values().forEach(clock::observe);
    if (after.equals(before)) {
      return false;
    }
    hash ^= hash(key, before) ^ hash(key, after);
    deletions += after.epoch() - before.epoch();
    entities.put(key, after.packed());
    return true;
  }

  /**
   * Takes in all of a bucket.
   *
   * @return the keys of what changed
   */
  public List<String> merge(Bucket bucket) {
    List<String> changed = new ArrayList<>();
    bucket
        .entities()
        .forEach((key, entity) -> {
          if (merge(key, entity)) {
            changed.add(key);
          }
        });
    return changed;
  }

  /** Of everything this copy holds: equal content, equal hash, whatever the order it came in. */
  public long hash() {
    return hash;
  }

  /** How often anything has been deleted: deletions carry no stamp. Never less than before. */
  public long deletions() {
    return deletions;
  }

  /** The latest stamp seen, of anybody's. */
  public Stamp latest() {
    return clock.last();
  }

  private static long hash(String key, Entity entity) {
    return entity.equals(Entity.EMPTY)
        ? 0
        : StableHash.of((key + " " + entity.etag()).getBytes(StandardCharsets.UTF_8));
  }

  /** What these keys hold, as buckets by the replicator's keys. */
  public Map<String, Bucket> buckets(Collection<String> keys) {
    Map<String, Bucket> buckets = new TreeMap<>();
    for (String key : keys) {
      String name = Buckets.name(Buckets.of(key));
      buckets.put(name, buckets.getOrDefault(name, Bucket.EMPTY).with(key, entity(key)));
    }
    return buckets;
  }

  /** Everything, as buckets by the replicator's keys. */
  public Map<String, Bucket> buckets() {
    return buckets(entities.keySet());
  }

  /** How many names there is anything known under. */
  public int size() {
    return entities.size();
  }

  /** The names under which anything is known, also what was deleted. */
  public Collection<String> keys() {
    return List.copyOf(entities.keySet());
  }
}

package io.waymark.protocol.replica;

import java.util.Map;
import java.util.TreeMap;

/**
 * Some entities by key. A change of a bucket is a bucket too, with only the entities that changed,
 * each whole: merging the change is merging the state.
 */
public final class Bucket {
  public static final Bucket EMPTY = new Bucket(SortedEntries.empty());

  private final SortedEntries<Entity> entities;

  Bucket(SortedEntries<Entity> entities) {
    this.entities = entities;
  }

  /** A bucket with one entity, such as a change of it. */
  public static Bucket of(String key, Entity entity) {
    return EMPTY.with(key, entity);
  }

  /** A bucket of these. */
  public static Bucket of(Map<String, Entity> entities) {
    TreeMap<String, Entity> held = new TreeMap<>();
    entities.forEach((key, entity) -> {
      if (!entity.equals(Entity.EMPTY)) {
        held.put(Text.checked(key), entity.packed());
      }
    });
    return new Bucket(SortedEntries.of(held));
  }

  /** The entities that were ever written, the deleted ones among them, sorted by key. */
  public Map<String, Entity> entities() {
    return entities;
  }

  SortedEntries<Entity> entries() {
    return entities;
  }

  public boolean isEmpty() {
    return entities.isEmpty();
  }

  /** The entity of that key; {@link Entity#EMPTY} when there is none. */
  public Entity entity(String key) {
    Entity entity = entities.get(key);
    return entity == null ? Entity.EMPTY : entity;
  }

  /** The latest stamp in it, for {@link HybridClock#observe}. */
  public Stamp highest() {
    Stamp highest = Stamp.ZERO;
    for (int i = 0; i < entities.size(); i++) {
      Stamp stamp = entities.value(i).versions().highest();
      highest = stamp.isAfter(highest) ? stamp : highest;
    }
    return highest;
  }

  /** This bucket with another entity of that key. */
  public Bucket with(String key, Entity entity) {
    TreeMap<String, Entity> changed = new TreeMap<>(entities);
    if (entity.equals(Entity.EMPTY)) {
      changed.remove(key);
    } else {
      changed.put(Text.checked(key), entity.packed());
    }
    return new Bucket(SortedEntries.of(changed));
  }

  /**
   * What either copy knows. Total, commutative, associative, idempotent.
   *
   * @return this or {@code other} itself where it is the result
   */
  public Bucket merge(Bucket other) {
    SortedEntries<Entity> merged =
        entities.merge(
            other.entities,
            (mine, theirs) ->
                mine == null ? theirs : theirs == null ? mine : mine.merge(theirs).packed());
    if (Identity.same(merged, entities)) {
      return this;
    }
    return Identity.same(merged, other.entities) ? other : new Bucket(merged);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bucket bucket && bucket.entities.equals(entities);
  }

  @Override
  public int hashCode() {
    return entities.hashCode();
  }

  @Override
  public String toString() {
    return entities.toString();
  }
}

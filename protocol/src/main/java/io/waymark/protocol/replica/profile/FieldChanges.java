package io.waymark.protocol.replica.profile;

import io.waymark.protocol.replica.Bytes;
import io.waymark.protocol.replica.Dot;
import io.waymark.protocol.replica.Entity;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one edit does to an entity's fields.
 *
 * @param writes new values by path; empty clears the field
 * @param removals paths of what goes with an endpoint
 */
public record FieldChanges(Map<String, Optional<Bytes>> writes, Set<String> removals) {
  public FieldChanges {
    writes = Map.copyOf(writes);
    removals = Set.copyOf(removals);
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return writes.isEmpty() && removals.isEmpty();
  }

  /**
   * The entity after the edit.
   *
   * @throws IllegalArgumentException when the dot has been seen
   */
  public Entity applyTo(Entity entity, Dot dot, String author) {
    return entity.edit(dot, author, writes, removals);
  }
}

package io.waymark.node.profile;

import io.waymark.node.store.DurableStore;
import io.waymark.protocol.replica.Bucket;
import io.waymark.protocol.replica.BucketCodec;
import io.waymark.protocol.replica.MalformedException;
import io.waymark.protocol.replica.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replicated configuration in the durable store: one key for each entity. It needs no actor, so
 * that the data plane can start before there is one.
 */
public final class StoredEntities {
  private static final Logger LOG = LoggerFactory.getLogger(StoredEntities.class);
  private static final String PREFIX = "entity/";

  private StoredEntities() {}

  /**
   * Gives the replica every entity that can be read. What cannot be read is logged and left where
   * it is.
   *
   * @param entries of the store; keys that are no entity's are passed over
   */
  public static void readAll(Map<String, byte[]> entries, Replica replica) {
    entries.forEach((key, value) -> {
      if (key.startsWith(PREFIX)) {
        try {
          replica.merge(BucketCodec.decode(value));
        } catch (MalformedException | RuntimeException e) {
          LOG.error(
              "{} cannot be read and is left out until it is written again, here or on another"
                  + " node ({})",
              key,
              e.getMessage());
        }
      }
    });
  }

  /** What to write so that these entities are kept. */
  public static List<DurableStore.Write> writes(Bucket entities) {
    List<DurableStore.Write> writes = new ArrayList<>();
    entities
        .entities()
        .forEach((key, entity) ->
            writes.add(
                new DurableStore.Write(PREFIX + key, BucketCodec.encode(Bucket.of(key, entity)))));
    return writes;
  }
}

package io.waymark.node.fleet;

import io.waymark.protocol.replica.Bucket;
import io.waymark.protocol.replica.VoteBlock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The way from the node's own actors to the clustered system of the moment. While there is none,
 * what is sent is dropped: a new one is given everything again when it starts. Safe for use by many
 * threads.
 */
public final class FleetLink {
  private final AtomicReference<@Nullable FleetSystem> fleet = new AtomicReference<>();

  /** From now on, messages go here; null for nowhere. */
  public void connect(@Nullable FleetSystem system) {
    fleet.set(system);
  }

  /** Sends changes of the configuration to every member, by the replicator's keys. */
  public void spread(Map<String, Bucket> changes) {
    FleetSystem now = fleet.get();
    if (now != null && !changes.isEmpty()) {
      now.spread(changes);
    }
  }

  /** Gives the whole configuration to the replicator, for members that lack it. */
  public void seed(Map<String, Bucket> buckets) {
    FleetSystem now = fleet.get();
    if (now != null) {
      now.seed(buckets);
    }
  }

  /** Sends votes to every member, by the replicator's keys. */
  public void cast(Map<String, VoteBlock> changes) {
    FleetSystem now = fleet.get();
    if (now != null && !changes.isEmpty()) {
      now.cast(changes);
    }
  }

  /** Wants to hear of a prober's votes. */
  public void followVotes(String key) {
    FleetSystem now = fleet.get();
    if (now != null) {
      now.followVotes(key);
    }
  }

  /** Sends a message to the node of that name; it may get lost. */
  public void tell(String node, FleetMessage message) {
    FleetSystem now = fleet.get();
    if (now != null) {
      now.tell(node, message);
    }
  }

  /** Sends a small message to every other member; it may get lost. */
  public void tellAll(FleetMessage message) {
    FleetSystem now = fleet.get();
    if (now != null) {
      now.tellAll(message);
    }
  }
}

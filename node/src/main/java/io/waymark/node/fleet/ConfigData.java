package io.waymark.node.fleet;

import io.waymark.protocol.replica.Bucket;
import java.util.Optional;
import org.apache.pekko.cluster.ddata.AbstractDeltaReplicatedData;
import org.apache.pekko.cluster.ddata.DeltaReplicatedData;
import org.apache.pekko.cluster.ddata.ReplicatedDelta;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of the configuration as the replicator holds it. Its rules are the bucket's; state and
 * delta are one type, and deltas need no order.
 */
final class ConfigData extends AbstractDeltaReplicatedData<ConfigData, ConfigData>
    implements ReplicatedDelta {
  static final ConfigData EMPTY = new ConfigData(Bucket.EMPTY, null);

  private final Bucket bucket;

  /** What changed since the replicator last asked; null for nothing. */
  private final @Nullable Bucket delta;

  private ConfigData(Bucket bucket, @Nullable Bucket delta) {
    this.bucket = bucket;
    this.delta = delta;
  }

  static ConfigData of(Bucket bucket) {
    return new ConfigData(bucket, null);
  }

  Bucket bucket() {
    return bucket;
  }

  /** This with a change merged into it, which is to be sent on its own. */
  ConfigData changed(Bucket change) {
    return new ConfigData(bucket.merge(change), delta == null ? change : delta.merge(change));
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // A merge that brings nothing new gives itself back.
  public ConfigData mergeData(ConfigData other) {
    Bucket merged = bucket.merge(other.bucket);
    return merged == bucket ? this : of(merged);
  }

  @Override
  public ConfigData mergeDeltaData(ConfigData change) {
    return mergeData(change);
  }

  @Override
  public Optional<ConfigData> deltaData() {
    return delta == null ? Optional.empty() : Optional.of(of(delta));
  }

  @Override
  public ConfigData resetDelta() {
    return delta == null ? this : of(bucket);
  }

  @Override
  public DeltaReplicatedData zero() {
    return EMPTY;
  }
}

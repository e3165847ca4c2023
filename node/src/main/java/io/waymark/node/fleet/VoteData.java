package io.waymark.node.fleet;

import io.waymark.protocol.replica.VoteBlock;
import java.util.Optional;
import org.apache.pekko.cluster.ddata.AbstractDeltaReplicatedData;
import org.apache.pekko.cluster.ddata.DeltaReplicatedData;
import org.apache.pekko.cluster.ddata.ReplicatedDelta;
import org.jspecify.annotations.Nullable;

/**
 * What one prober says of some endpoints, as the replicator holds it. Its rules are the block's;
 * state and delta are one type, and deltas need no order.
 */
final class VoteData extends AbstractDeltaReplicatedData<VoteData, VoteData>
    implements ReplicatedDelta {
  static final VoteData EMPTY = new VoteData(VoteBlock.EMPTY, null);

  private final VoteBlock block;

  /** What changed since the replicator last asked; null for nothing. */
  private final @Nullable VoteBlock delta;

  private VoteData(VoteBlock block, @Nullable VoteBlock delta) {
    this.block = block;
    this.delta = delta;
  }

  static VoteData of(VoteBlock block) {
    return new VoteData(block, null);
  }

  VoteBlock block() {
    return block;
  }

  /** This with a change merged into it, which is to be sent on its own. */
  VoteData changed(VoteBlock change) {
    return new VoteData(block.merge(change), delta == null ? change : delta.merge(change));
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // A merge that brings nothing new gives itself back.
  public VoteData mergeData(VoteData other) {
    VoteBlock merged = block.merge(other.block);
    return merged == block ? this : of(merged);
  }

  @Override
  public VoteData mergeDeltaData(VoteData change) {
    return mergeData(change);
  }

  @Override
  public Optional<VoteData> deltaData() {
    return delta == null ? Optional.empty() : Optional.of(of(delta));
  }

  @Override
  public VoteData resetDelta() {
    return delta == null ? this : of(block);
  }

  @Override
  public DeltaReplicatedData zero() {
    return EMPTY;
  }
}

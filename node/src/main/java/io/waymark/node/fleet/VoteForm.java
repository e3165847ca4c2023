package io.waymark.node.fleet;

import io.waymark.protocol.replica.VoteBlock;
import io.waymark.protocol.replica.VoteCodec;
import org.apache.pekko.cluster.ddata.Key;

/** How votes are replicated. */
final class VoteForm implements ReplicaActor.Form<VoteBlock, VoteData> {
  private static final class VoteKey extends Key<VoteData> {
    VoteKey(String id) {
      super(id);
    }
  }

  @Override
  public Key<VoteData> key(String id) {
    return new VoteKey(id);
  }

  @Override
  public VoteData empty() {
    return VoteData.EMPTY;
  }

  @Override
  public VoteBlock value(VoteData data) {
    return data.block();
  }

  @Override
  public VoteData changed(VoteData state, VoteBlock change) {
    return state.changed(change);
  }

  @Override
  public VoteData seeded(VoteData state, VoteBlock former) {
    return state.mergeData(VoteData.of(former));
  }

  @Override
  public VoteBlock merge(VoteBlock one, VoteBlock other) {
    return one.merge(other);
  }

  @Override
  public int size(VoteBlock value) {
    return VoteCodec.encode(value).length;
  }
}

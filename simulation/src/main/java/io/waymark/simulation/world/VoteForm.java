package io.waymark.simulation.world;

import io.waymark.protocol.replica.VoteBlock;

/** Blocks of votes, which never change and travel as they are. */
final class VoteForm implements Replicator.Form<VoteBlock> {
  @Override
  public VoteBlock merge(VoteBlock mine, VoteBlock theirs) {
    return mine.merge(theirs);
  }

  @Override
  public VoteBlock carried(VoteBlock value) {
    return value;
  }
}

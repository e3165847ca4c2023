package io.waymark.simulation.world;

import io.waymark.protocol.replica.Bucket;
import io.waymark.protocol.replica.BucketCodec;
import io.waymark.protocol.replica.Dot;
import io.waymark.protocol.replica.Entity;
import io.waymark.protocol.replica.MalformedException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Buckets of the configuration, in the form in which they travel. */
final class ConfigForm implements Replicator.Form<Bucket> {
  private final Bug bug;

  ConfigForm(Bug bug) {
    this.bug = bug;
  }

  @Override
  public Bucket merge(Bucket mine, Bucket theirs) {
    return bug == Bug.MUTATED_MERGE ? laterOfEach(mine, theirs) : mine.merge(theirs);
  }

  @Override
  public Bucket carried(Bucket value) {
    try {
      Bucket arrived = BucketCodec.decode(BucketCodec.encode(value));
      return bug == Bug.EPOCH_DROPPED ? live(arrived) : arrived;
    } catch (MalformedException e) {
      throw new IllegalStateException("what was encoded cannot be decoded", e);
    }
  }

  private static Bucket laterOfEach(Bucket mine, Bucket theirs) {
    Bucket merged = mine;
    for (Map.Entry<String, Entity> one : theirs.entities().entrySet()) {
      Entity here = mine.entity(one.getKey());
      if (later(one.getValue(), here)) {
        merged = merged.with(one.getKey(), one.getValue());
      }
    }
    return merged;
  }

  private static boolean later(Entity one, Entity other) {
    if (one.epoch() != other.epoch()) {
      return one.epoch() > other.epoch();
    }
    @Nullable Dot mine = Journal.latest(one);
    @Nullable Dot theirs = Journal.latest(other);
    return mine != null && (theirs == null || mine.compareTo(theirs) > 0);
  }

  private static Bucket live(Bucket bucket) {
    Bucket live = Bucket.EMPTY;
    for (Map.Entry<String, Entity> one : bucket.entities().entrySet()) {
      if (one.getValue().live()) {
        live = live.with(one.getKey(), one.getValue());
      }
    }
    return live;
  }
}

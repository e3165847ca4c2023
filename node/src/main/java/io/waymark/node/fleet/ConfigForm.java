package io.waymark.node.fleet;

import io.waymark.protocol.replica.Bucket;
import io.waymark.protocol.replica.BucketCodec;
import org.apache.pekko.cluster.ddata.Key;

/** How buckets of the configuration are replicated. */
final class ConfigForm implements ReplicaActor.Form<Bucket, ConfigData> {
  private static final class ConfigKey extends Key<ConfigData> {
    ConfigKey(String id) {
      super(id);
    }
  }

  @Override
  public Key<ConfigData> key(String id) {
    return new ConfigKey(id);
  }

  @Override
  public ConfigData empty() {
    return ConfigData.EMPTY;
  }

  @Override
  public Bucket value(ConfigData data) {
    return data.bucket();
  }

  @Override
  public ConfigData changed(ConfigData state, Bucket change) {
    return state.changed(change);
  }

  @Override
  public ConfigData seeded(ConfigData state, Bucket former) {
    return state.mergeData(ConfigData.of(former));
  }

  @Override
  public Bucket merge(Bucket one, Bucket other) {
    return one.merge(other);
  }

  @Override
  public int size(Bucket value) {
    return BucketCodec.encode(value).length;
  }
}

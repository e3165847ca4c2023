package io.waymark.node.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.node.store.DurableStore;
import io.waymark.protocol.replica.Bucket;
import io.waymark.protocol.replica.Bytes;
import io.waymark.protocol.replica.Dot;
import io.waymark.protocol.replica.Entity;
import io.waymark.protocol.replica.Replica;
import io.waymark.protocol.replica.Stamp;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StoredEntitiesTest {
  private static Entity entity(String value) {
    return Entity.EMPTY.write(
        new Dot("eu-1#1", Stamp.of(1, 1)),
        "somebody",
        Map.of("field", Optional.of(Bytes.utf8(value))));
  }

  private static Map<String, byte[]> written(Bucket bucket) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (DurableStore.Write write : StoredEntities.writes(bucket)) {
      entries.put(write.key(), Objects.requireNonNull(write.value()));
    }
    return entries;
  }

  private static Replica read(Map<String, byte[]> entries) {
    Replica replica = new Replica("eu-1#2");
    StoredEntities.readAll(entries, replica);
    return replica;
  }

  @Test
  void areReadBackAsTheyWereWritten() {
    Bucket bucket = Bucket.of("profile/ape", entity("one")).with("token/ci", entity("two"));
    Replica replica = read(written(bucket));
    assertThat(replica.entity("profile/ape")).isEqualTo(entity("one"));
    assertThat(replica.entity("token/ci")).isEqualTo(entity("two"));
  }

  @Test
  void aDeletionIsKeptSoThatNobodysOldCopyComesBack() {
    Bucket bucket = Bucket.of("profile/ape", entity("one").delete());
    Replica replica = read(written(bucket));
    replica.merge("profile/ape", entity("one"));
    assertThat(replica.entity("profile/ape").live()).isFalse();
  }

  @Test
  void oneThatCannotBeReadDoesNotHideTheOthers() {
    Map<String, byte[]> entries = written(Bucket.of("profile/ape", entity("one")));
    Map<String, byte[]> withBroken = new LinkedHashMap<>();
    withBroken.put("entity/profile/broken", new byte[] {1, 2, 3});
    withBroken.put("token/of-another-kind", new byte[] {1});
    withBroken.putAll(entries);
    assertThat(read(withBroken).keys()).containsExactly("profile/ape");
  }
}

package io.waymark.protocol.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ReplicaTest {
  private static Entity write(Replica replica, String key, long wallMillis, String value) {
    Entity after =
        replica
            .entity(key)
            .write(replica.next(wallMillis), "ops", Map.of("f", Optional.of(Bytes.utf8(value))));
    replica.merge(key, after);
    return after;
  }

  private static Bucket edits(Random random) {
    List<Replica> writers = List.of(new Replica("a"), new Replica("b"), new Replica("c"));
    Bucket all = Bucket.EMPTY;
    for (int i = 0; i < 40; i++) {
      Replica writer = writers.get(random.nextInt(writers.size()));
      String key = "profile/" + random.nextInt(6);
      if (random.nextInt(8) == 0 && writer.entity(key).live()) {
        writer.merge(key, writer.entity(key).delete());
      } else {
        write(writer, key, random.nextInt(1_000), "v" + i);
      }
      all = all.merge(Bucket.of(key, writer.entity(key)));
      if (random.nextInt(4) == 0) {
        writers.get(random.nextInt(writers.size())).merge(all);
      }
    }
    return all;
  }

  private static List<Bucket> parts(Bucket all) {
    List<Bucket> parts = new ArrayList<>();
    all.entities().forEach((key, entity) -> parts.add(Bucket.of(key, entity)));
    return parts;
  }

  @Test
  void theHashTellsContentWhateverTheOrderItCameIn() {
    Seeds.forEach(
        100,
        random -> {
          Bucket all = edits(random);
          Replica one = new Replica("x");
          one.merge(all);
          Replica other = new Replica("y");
          List<Bucket> parts = parts(all);
          Collections.shuffle(parts, random);
          parts.forEach(other::merge);
          parts.forEach(other::merge);
          assertThat(other.hash()).isEqualTo(one.hash());
          assertThat(other.latest()).isEqualTo(one.latest());
          write(other, "profile/0", 5, "more");
          assertThat(other.hash()).isNotEqualTo(one.hash());
        });
  }

  @Test
  void nothingIsHashedAsNothing() {
    Replica replica = new Replica("x");
    assertThat(replica.hash()).isZero();
    assertThat(replica.merge("profile/a", Entity.EMPTY)).isFalse();
    assertThat(replica.hash()).isZero();
    write(replica, "profile/a", 5, "1");
    long written = replica.hash();
    replica.merge("profile/a", replica.entity("profile/a").delete());
    assertThat(replica.hash()).as("a deletion is something").isNotIn(0L, written);
  }

  @Test
  void whatIsWrittenIsLaterThanAllThatIsKnownHoweverLateTheClock() {
    Seeds.forEach(
        100,
        random -> {
          Replica replica = new Replica("x");
          replica.merge(edits(random));
          Stamp latest = replica.latest();
          assertThat(replica.next(0).stamp().isAfter(latest)).isTrue();
        });
  }

  @Test
  void afterARestartStampsGoOnAboveAllThatWasStored() {
    Replica before = new Replica("x");
    write(before, "profile/a", 9_000, "1");
    Entity stored = write(before, "profile/b", 9_000, "2");
    Replica after = new Replica("x");
    parts(Bucket.of("profile/b", stored).with("profile/a", before.entity("profile/a")))
        .forEach(after::merge);
    Dot next = after.next(10);
    assertThat(next.stamp().isAfter(before.latest())).isTrue();
    assertThat(stored.versions().covers(next)).isFalse();
  }

  @Test
  void tellsWhichKeysChanged() {
    Replica replica = new Replica("x");
    Replica other = new Replica("y");
    Entity a = write(other, "profile/a", 5, "1");
    Bucket bucket = Bucket.of("profile/a", a).with("profile/b", write(other, "profile/b", 6, "2"));
    assertThat(replica.merge("profile/a", a)).isTrue();
    assertThat(replica.merge(bucket)).containsExactly("profile/b");
    assertThat(replica.merge(bucket)).isEmpty();
  }

  @Test
  void countsDeletionsOnceHoweverOftenTheyAreHeardOf() {
    Replica replica = new Replica("x");
    Replica other = new Replica("y");
    Entity deleted = write(other, "profile/a", 5, "1").delete();
    assertThat(replica.deletions()).isZero();
    replica.merge("profile/a", deleted);
    replica.merge("profile/a", deleted);
    replica.merge("profile/b", write(other, "profile/b", 6, "2").delete().delete());
    assertThat(replica.deletions()).isEqualTo(3);
  }

  @Test
  void bucketsHoldEverythingAndMakeTheSameReplica() {
    Seeds.forEach(
        50,
        random -> {
          Replica replica = new Replica("x");
          replica.merge(edits(random));
          Replica other = new Replica("y");
          replica
              .buckets()
              .forEach((name, bucket) -> {
                bucket
                    .entities()
                    .keySet()
                    .forEach(key -> assertThat(Buckets.name(Buckets.of(key))).isEqualTo(name));
                other.merge(bucket);
              });
          assertThat(other.hash()).isEqualTo(replica.hash());
          assertThat(other.keys()).containsExactlyInAnyOrderElementsOf(replica.keys());
        });
  }
}

package io.waymark.protocol.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What must hold of merges, whatever is merged. */
final class MergeLawsTest {

  @Test
  void everyReplicaHoldsExactlyWhatTheEventsItHeardOfSay() {
    Seeds.forEach(
        300,
        random -> {
          Histories history = new Histories(random);
          for (int i = 0; i < 40; i++) {
            Histories.Copy copy = history.step();
            assertThat(siblings(copy.entity())).isEqualTo(copy.expectedFields());
            assertThat(copy.entity().epoch()).isEqualTo(copy.expectedEpoch());
          }
        });
  }

  @Test
  void theSameStatesInAnyOrderGiveTheSameBytes() {
    Seeds.forEach(
        200,
        random -> {
          Histories history = new Histories(random);
          for (int i = 0; i < 40; i++) {
            history.step();
          }
          Histories.Copy one = history.mergedInRandomOrder();
          Histories.Copy other = history.mergedInRandomOrder();
          assertThat(bytes(one.entity())).isEqualTo(bytes(other.entity()));
          assertThat(siblings(one.entity())).isEqualTo(one.expectedFields());
        });
  }

  @Test
  void mergesCommuteAssociateAndRepeatHarmlessly() {
    Seeds.forEach(
        5_000,
        random -> {
          Bucket a = bucket(random);
          Bucket b = bucket(random);
          Bucket c = bucket(random);
          assertThat(bytes(a.merge(b))).isEqualTo(bytes(b.merge(a)));
          assertThat(bytes(a.merge(b).merge(c))).isEqualTo(bytes(a.merge(b.merge(c))));
          assertThat(a.merge(BucketCodec.decode(bytes(a)))).isSameAs(a);
          Bucket merged = a.merge(b);
          assertThat(merged.merge(a)).isSameAs(merged);
          assertThat(merged.merge(b)).isSameAs(merged);
        });
  }

  @Test
  void mergingAChangeIsMergingTheStateAfterIt() {
    Seeds.forEach(
        2_000,
        random -> {
          Bucket before = bucket(random);
          Bucket elsewhere = bucket(random);
          String key = "profile/" + random.nextInt(3);
          Dot dot = new Dot("new", Stamp.of(random.nextInt(9), 0));
          Entity changed = before.entity(key).remove(dot, List.of("a"));
          Bucket after = before.with(key, changed);
          Bucket delta = Bucket.of(key, changed);

          assertThat(before.merge(delta)).isEqualTo(after);
          assertThat(bytes(elsewhere.merge(before).merge(delta)))
              .isEqualTo(bytes(elsewhere.merge(after)));
        });
  }

  private static Map<String, List<Sibling>> siblings(Entity entity) {
    Map<String, List<Sibling>> siblings = new TreeMap<>();
    entity.fields().forEach((path, register) -> siblings.put(path, register.siblings()));
    return siblings;
  }

  private static byte[] bytes(Entity entity) {
    return bytes(Bucket.of("x", entity));
  }

  private static byte[] bytes(Bucket bucket) {
    return BucketCodec.encode(bucket);
  }

  static Bucket bucket(Random random) {
    Bucket bucket = Bucket.EMPTY;
    for (int i = random.nextInt(4); i > 0; i--) {
      bucket = bucket.with("profile/" + random.nextInt(3), entity(random));
    }
    return bucket;
  }

  /**
   * What no history may ever give, but bytes may hold: one dot with several values, sections of a
   * newer version.
   */
  private static Entity entity(Random random) {
    VersionVector versions = VersionVector.EMPTY;
    for (int i = random.nextInt(4); i > 0; i--) {
      versions = versions.with(dot(random));
    }
    TreeMap<String, Register> fields = new TreeMap<>();
    for (String field : Histories.FIELDS) {
      TreeMap<Dot, Sibling> siblings = new TreeMap<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        Dot dot = dot(random);
        if (versions.covers(dot)) {
          Bytes value = random.nextInt(3) == 0 ? null : Bytes.utf8("v" + random.nextInt(2));
          siblings.put(dot, new Sibling(dot, "admin " + random.nextInt(2), value));
        }
      }
      if (!siblings.isEmpty()) {
        fields.put(field, new Register(new ArrayList<>(siblings.values())));
      }
    }
    TreeMap<Integer, Bytes> unknown = new TreeMap<>();
    for (int tag = 3; tag < 6; tag++) {
      if (random.nextInt(3) == 0) {
        unknown.put(tag, Bytes.utf8("u" + random.nextInt(3)));
      }
    }
    Entity entity =
        new Entity(
            random.nextInt(2),
            versions,
            Fields.of(SortedEntries.of(fields)),
            Collections.unmodifiableNavigableMap(unknown));
    return random.nextBoolean() ? entity.packed() : entity;
  }

  private static Dot dot(Random random) {
    return new Dot("node-" + random.nextInt(3), Stamp.of(random.nextInt(4), random.nextInt(2)));
  }
}

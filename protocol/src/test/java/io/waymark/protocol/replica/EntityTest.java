package io.waymark.protocol.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EntityTest {
  private static final long DAY = 86_400_000L;

  private final Entity created = write(Entity.EMPTY, "a", 1, "ttl", "30", "method", "Priority");

  private static Dot dot(String writer, long millis) {
    return new Dot(writer, Stamp.of(millis, 0));
  }

  /**
   * @param changes path, value, path, value...; the value {@code -} clears
   */
  private static Entity write(Entity entity, String writer, long millis, String... changes) {
    Map<String, Optional<Bytes>> values = new HashMap<>();
    for (int i = 0; i < changes.length; i += 2) {
      String value = changes[i + 1];
      values.put(changes[i], value.equals("-") ? Optional.empty() : Optional.of(Bytes.utf8(value)));
    }
    return entity.write(dot(writer, millis), "admin-" + writer, values);
  }

  private static Entity mergedEverywhere(Entity... copies) {
    Entity forth = Entity.EMPTY;
    Entity back = Entity.EMPTY;
    for (int i = 0; i < copies.length; i++) {
      forth = forth.merge(copies[i]);
      back = copies[copies.length - 1 - i].merge(back);
    }
    assertThat(BucketCodec.encode(Bucket.of("x", back)))
        .isEqualTo(BucketCodec.encode(Bucket.of("x", forth)));
    return forth;
  }

  private static Register field(Entity entity, String path) {
    return Objects.requireNonNull(entity.fields().get(path), path);
  }

  private static List<String> values(Entity entity, String path) {
    return field(entity, path).siblings().stream()
        .map(sibling -> String.valueOf(sibling.value()))
        .toList();
  }

  @Test
  void editsOfDifferentFieldsMergeSilently() {
    Entity merged =
        mergedEverywhere(
            write(created, "a", 2, "ttl", "60"), write(created, "b", 2, "method", "Weighted"));

    assertThat(merged.value("ttl")).isEqualTo(Bytes.utf8("60"));
    assertThat(merged.value("method")).isEqualTo(Bytes.utf8("Weighted"));
    assertThat(merged.fields().values()).noneMatch(Register::conflicted);
  }

  @Test
  void threeEditsOfOneFieldAreAllKeptAndTheLatestServes() {
    Entity merged =
        mergedEverywhere(
            write(created, "a", 9, "ttl", "60"),
            write(created, "b", 7, "ttl", "70"),
            write(created, "c", 8, "ttl", "80"));

    assertThat(values(merged, "ttl")).containsExactly("70", "80", "60");
    assertThat(field(merged, "ttl").conflicted()).isTrue();
    assertThat(merged.value("ttl")).isEqualTo(Bytes.utf8("60"));
  }

  @Test
  void whoWritesAConflictedFieldNextSettlesItAlsoWithAnEarlierStamp() {
    Entity conflicted =
        mergedEverywhere(write(created, "a", 9, "ttl", "60"), write(created, "b", 7, "ttl", "70"));
    Entity settled = write(conflicted, "c", 3, "ttl", "80");

    assertThat(values(mergedEverywhere(conflicted, settled), "ttl")).containsExactly("80");
  }

  @Test
  void equalValuesWrittenAtTheSameTimeAreNoConflict() {
    Entity merged =
        mergedEverywhere(write(created, "a", 2, "ttl", "60"), write(created, "b", 3, "ttl", "60"));

    assertThat(field(merged, "ttl").siblings()).hasSize(2);
    assertThat(field(merged, "ttl").conflicted()).isFalse();
  }

  @Test
  void clearingAFieldConflictsWithSettingIt() {
    Entity merged =
        mergedEverywhere(write(created, "a", 2, "ttl", "-"), write(created, "b", 3, "ttl", "60"));

    assertThat(values(merged, "ttl")).containsExactly("null", "60");
    assertThat(field(merged, "ttl").conflicted()).isTrue();
  }

  @Test
  void deletionWinsOverAnEditThatDidNotKnowOfIt() {
    Entity merged = mergedEverywhere(created.delete(), write(created, "b", 2, "ttl", "60"));

    assertThat(merged.live()).isFalse();
    assertThat(merged.epoch()).isEqualTo(1);
  }

  @Test
  void aCopyThatReturnsAfterThirtyDaysBringsNothingDeletedBack() {
    Entity stale = write(created, "b", 2, "ttl", "60");
    Entity later = write(stale, "b", 30 * DAY, "ttl", "90");

    assertThat(mergedEverywhere(created.delete(), stale, later).live()).isFalse();
  }

  @Test
  void whatIsCreatedAfterADeletionOwesNothingToWhatWasBefore() {
    Entity recreated = write(created.delete(), "a", 5, "ttl", "5");
    Entity stale = write(created, "b", 9, "ttl", "60", "maxReturn", "3");

    Entity merged = mergedEverywhere(stale, recreated, created.delete());

    assertThat(merged).isEqualTo(recreated);
    assertThat(merged.fields()).containsOnlyKeys("ttl");
  }

  @Test
  void twoCreationsAtTheSameTimeMergeAsEdits() {
    Entity other = write(Entity.EMPTY, "b", 2, "ttl", "60", "maxReturn", "3");

    Entity merged = mergedEverywhere(created, other);

    assertThat(merged.epoch()).isZero();
    assertThat(values(merged, "ttl")).containsExactly("30", "60");
    assertThat(merged.fields()).containsOnlyKeys("ttl", "method", "maxReturn");
  }

  @Test
  void removingAnEndpointWinsOverAnEditOfAnotherOfItsFields() {
    Entity with = write(created, "a", 2, "endpoints/eu", "true", "endpoints/eu/weight", "1");
    Entity removed = with.remove(dot("a", 3), List.of("endpoints/eu", "endpoints/eu/weight"));

    Entity merged = mergedEverywhere(removed, write(with, "b", 4, "endpoints/eu/weight", "7"));

    assertThat(merged.fields()).doesNotContainKey("endpoints/eu");
    assertThat(merged.fields()).containsKey("endpoints/eu/weight");
  }

  @Test
  void anEndpointCreatedAgainWithoutKnowledgeOfItsRemovalStays() {
    Entity with = write(created, "a", 2, "endpoints/eu", "true", "endpoints/eu/weight", "1");
    Entity removed = with.remove(dot("a", 3), List.of("endpoints/eu", "endpoints/eu/weight"));
    Entity again = write(created, "b", 4, "endpoints/eu", "true", "endpoints/eu/weight", "7");

    Entity merged = mergedEverywhere(removed, again);

    assertThat(values(merged, "endpoints/eu")).containsExactly("true");
    assertThat(values(merged, "endpoints/eu/weight")).containsExactly("7");
  }

  @Test
  void aWriterThatHadNotSeenAValueNeverReplacesIt() {
    Entity seen = write(created, "a", 2, "ttl", "60");
    Entity stale = write(created, "b", 30 * DAY, "ttl", "90");

    assertThat(values(mergedEverywhere(seen, stale), "ttl")).containsExactly("60", "90");
  }

  @Test
  void aWriteWithADotAlreadySeenIsRefusedAsMergesWouldLoseIt() {
    Entity later = write(created, "a", 5, "ttl", "60");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> write(later, "a", 4, "ttl", "70"))
        .withMessageContaining("a@4.0");
  }

  @Test
  void mergingWhatIsKnownGivesTheSameObject() {
    Entity newer = write(created, "b", 2, "ttl", "60");

    assertThat(newer.merge(created)).isSameAs(newer);
    assertThat(created.merge(newer)).isSameAs(newer);
    assertThat(newer.merge(write(created, "b", 2, "ttl", "60"))).isSameAs(newer);
  }

  @Test
  void theEntityTagChangesWithEveryEventAndIsTheSameForTheSameEvents() {
    Entity edited = write(created, "b", 2, "ttl", "60");

    assertThat(created.etag()).matches("\"[A-Za-z0-9_-]{16}\"");
    assertThat(edited.etag()).isNotEqualTo(created.etag());
    assertThat(edited.remove(dot("b", 3), List.of("nothing")).etag()).isNotEqualTo(edited.etag());
    assertThat(created.delete().etag()).isNotEqualTo(Entity.EMPTY.etag());
    assertThat(created.merge(edited).etag()).isEqualTo(edited.etag());
  }
}

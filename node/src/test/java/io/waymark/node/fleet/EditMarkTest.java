package io.waymark.node.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.replica.Bucket;
import io.waymark.protocol.replica.Bytes;
import io.waymark.protocol.replica.Dot;
import io.waymark.protocol.replica.Entity;
import io.waymark.protocol.replica.Stamp;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EditMarkTest {
  private static final String KEY = "profile/shop";

  private static Entity write(Entity entity, String writer, long millis) {
    return entity.write(
        new Dot(writer, Stamp.of(millis, 0)), "ops", Map.of("f", Optional.of(Bytes.utf8("1"))));
  }

  private static EditMark mark(long epoch, String writer, long millis) {
    return new EditMark(KEY, epoch, writer, Stamp.of(millis, 0).bits());
  }

  @Test
  void ofAnEditIsTheWritersLatestStamp() {
    Entity entity = write(write(Entity.EMPTY, "us-1#1", 9), "eu-1#1", 5);
    assertThat(EditMark.of("eu-1#1", Bucket.of(KEY, entity))).containsExactly(mark(0, "eu-1#1", 5));
    assertThat(EditMark.all(KEY, entity))
        .containsExactlyInAnyOrder(mark(0, "eu-1#1", 5), mark(0, "us-1#1", 9));
  }

  @Test
  void ofADeletionIsItsEpochAlone() {
    Entity deleted = write(Entity.EMPTY, "eu-1#1", 5).delete();
    EditMark mark = new EditMark(KEY, 1, "", 0);
    assertThat(EditMark.of("eu-1#1", Bucket.of(KEY, deleted))).containsExactly(mark);
    assertThat(EditMark.all(KEY, deleted)).containsExactly(mark);
  }

  @Test
  void coversWhatTheSameWriterWroteBefore() {
    assertThat(mark(0, "eu-1#1", 5).covers(mark(0, "eu-1#1", 5))).isTrue();
    assertThat(mark(0, "eu-1#1", 6).covers(mark(0, "eu-1#1", 5))).isTrue();
    assertThat(mark(0, "eu-1#1", 4).covers(mark(0, "eu-1#1", 5))).isFalse();
    assertThat(mark(0, "us-1#1", 6).covers(mark(0, "eu-1#1", 5))).isFalse();
  }

  @Test
  void stampsCompareAsUnsignedNumbers() {
    assertThat(new EditMark(KEY, 0, "w", -1).covers(new EditMark(KEY, 0, "w", 1))).isTrue();
    assertThat(new EditMark(KEY, 0, "w", 1).covers(new EditMark(KEY, 0, "w", -1))).isFalse();
  }

  @Test
  void aLaterEpochCoversAllOfAnEarlierOne() {
    assertThat(new EditMark(KEY, 1, "", 0).covers(mark(0, "eu-1#1", 5))).isTrue();
    assertThat(mark(1, "us-1#1", 1).covers(mark(0, "eu-1#1", 5))).isTrue();
    assertThat(mark(0, "eu-1#1", 5).covers(new EditMark(KEY, 1, "", 0))).isFalse();
  }

  @Test
  void whateverIsOfTheNewEpochCoversTheDeletion() {
    assertThat(mark(1, "us-1#1", 1).covers(new EditMark(KEY, 1, "", 0))).isTrue();
    assertThat(new EditMark(KEY, 1, "", 0).covers(mark(1, "us-1#1", 1))).isFalse();
  }

  @Test
  void coversNothingOfAnotherEntity() {
    assertThat(new EditMark("profile/other", 9, "eu-1#1", 9).covers(mark(0, "eu-1#1", 5)))
        .isFalse();
  }
}

package io.waymark.node.fleet;

import io.waymark.protocol.replica.Bucket;
import io.waymark.protocol.replica.Entity;
import io.waymark.protocol.replica.Stamp;
import java.util.ArrayList;
import java.util.List;

/**
 * By what one knows that an edit of an entity has arrived somewhere.
 *
 * @param key of the entity
 * @param writer whose edit it is; empty for a deletion, which the epoch tells of
 * @param stamp the bits of the writer's latest stamp
 */
public record EditMark(String key, long epoch, String writer, long stamp) {

  /** Marks of what a writer has just written. */
  public static List<EditMark> of(String writer, Bucket written) {
    List<EditMark> marks = new ArrayList<>();
    written.entities().forEach((key, entity) -> marks.add(of(writer, key, entity)));
    return marks;
  }

  /** A writer's mark on an entity. */
  static EditMark of(String writer, String key, Entity entity) {
    Stamp stamp = entity.versions().latest().get(writer);
    return stamp == null
        ? new EditMark(key, entity.epoch(), "", 0)
        : new EditMark(key, entity.epoch(), writer, stamp.bits());
  }

  /** Everybody's marks on an entity. */
  public static List<EditMark> all(String key, Entity entity) {
    List<EditMark> marks = new ArrayList<>();
    entity
        .versions()
        .latest()
        .forEach(
            (writer, stamp) -> marks.add(new EditMark(key, entity.epoch(), writer, stamp.bits())));
    return marks.isEmpty() ? List.of(new EditMark(key, entity.epoch(), "", 0)) : marks;
  }

  /** Whether whoever has this one has that one too. */
  public boolean covers(EditMark other) {
    return key.equals(other.key)
        && (epoch > other.epoch
            || epoch == other.epoch
                && (other.writer.isEmpty()
                    || writer.equals(other.writer)
                        && Long.compareUnsigned(stamp, other.stamp) >= 0));
  }
}

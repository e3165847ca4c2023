package io.waymark.node.fleet;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.waymark.node.profile.ProfileActor;
import io.waymark.node.profile.ProfileChange;
import io.waymark.node.profile.StoredProfile;
import io.waymark.protocol.admin.Problem;
import io.waymark.protocol.profile.ProfileDocument;
import io.waymark.protocol.profile.Violation;
import io.waymark.protocol.replica.Bucket;
import io.waymark.protocol.replica.BucketCodec;
import io.waymark.protocol.replica.MalformedException;
import io.waymark.protocol.replica.Stamp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of an edit, in the form in which its home tells the node that was asked. */
final class EditOutcomes {
  private EditOutcomes() {}

  /** An outcome on its way. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = WireDone.class, name = "done"),
    @JsonSubTypes.Type(value = WireRefused.class, name = "refused")
  })
  sealed interface Wire {}

  /**
   * @param written the canonical bytes of what the edit wrote
   */
  record WireDone(List<WireChange> changes, boolean published, byte[] written) implements Wire {}

  record WireRefused(int status, String detail, List<Violation> violations) implements Wire {}

  record WireChange(@Nullable WireProfile before, @Nullable WireProfile after) {}

  record WireProfile(byte[] document, String etag) {}

  static Wire toWire(ProfileActor.Outcome outcome) {
    return switch (outcome) {
      case ProfileActor.Refused(Problem problem) ->
          new WireRefused(problem.status(), problem.detail(), problem.violations());
      case ProfileActor.Done done ->
          new WireDone(
              done.changes().stream()
                  .map(one -> new WireChange(profile(one.before()), profile(one.after())))
                  .toList(),
              done.published(),
              BucketCodec.encode(done.written()));
    };
  }

  private static @Nullable WireProfile profile(@Nullable StoredProfile stored) {
    return stored == null
        ? null
        : new WireProfile(ProfileDocument.encode(stored.profile()), stored.etag());
  }

  /**
   * @throws IllegalArgumentException when another version wrote what this one cannot read
   */
  static ProfileActor.Outcome fromWire(Wire wire) {
    return switch (wire) {
      case WireRefused(int status, String detail, List<Violation> violations) ->
          new ProfileActor.Refused(new Problem(status, detail, violations));
      case WireDone(List<WireChange> changes, boolean published, byte[] written) ->
          new ProfileActor.Done(
              changes.stream()
                  .map(one -> new ProfileChange(stored(one.before()), stored(one.after())))
                  .toList(),
              published,
              bucket(written));
    };
  }

  private static @Nullable StoredProfile stored(@Nullable WireProfile profile) {
    return profile == null
        ? null
        : new StoredProfile(
            ProfileDocument.decode(profile.document()), profile.etag(), Stamp.ZERO, List.of());
  }

  /**
   * The bucket of these canonical bytes.
   *
   * @throws IllegalArgumentException when another version wrote what this one cannot read
   */
  static Bucket bucket(byte[] bytes) {
    try {
      return BucketCodec.decode(bytes);
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}

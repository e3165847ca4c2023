package io.waymark.node.profile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.ProfileDocument;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an edit does to one profile.
 *
 * @param before null when it is created
 * @param after null when it is deleted; the same as {@code before} when nothing changes
 */
public record ProfileChange(@Nullable StoredProfile before, @Nullable StoredProfile after)
    implements Audited {
  public ProfileChange {
    if (before == null && after == null) {
      throw new IllegalArgumentException("neither before nor after");
    }
  }

  /** What it means that the profile shall be so: nothing, where it is so already. */
  static ProfileChange of(@Nullable StoredProfile before, Profile after) {
    if (before != null && before.profile().equals(after)) {
      return new ProfileChange(before, before);
    }
    return new ProfileChange(
        before, StoredProfile.of(after, before == null ? 1 : before.revision() + 1));
  }

  @Override
  public String kind() {
    return "profile";
  }

  /** The profile's name as it is now, or was last. */
  @Override
  public String name() {
    return Objects.requireNonNull(after != null ? after : before).profile().name();
  }

  /** The profile before and after, and its versions. */
  @Override
  public void describe(ObjectNode line) {
    line.set("before", before == null ? null : ProfileDocument.print(before.profile()));
    line.set("after", after == null ? null : ProfileDocument.print(after.profile()));
    ObjectNode versions = line.putObject("versions");
    versions.put("before", before == null ? null : before.etag());
    versions.put("after", after == null ? null : after.etag());
  }

  /** The profile as it is now; null when it was deleted. */
  @Nullable Profile profile() {
    return after == null ? null : after.profile();
  }

  public boolean created() {
    return before == null;
  }

  public boolean deleted() {
    return after == null;
  }

  /** Whether there is anything to write. */
  public boolean changes() {
    return !Objects.equals(before, after);
  }
}

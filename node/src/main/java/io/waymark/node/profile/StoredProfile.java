package io.waymark.node.profile;

import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.replica.Entity;
import io.waymark.protocol.replica.Stamp;
import io.waymark.protocol.replica.profile.Assembled;
import io.waymark.protocol.replica.profile.Assembly;
import io.waymark.protocol.replica.profile.Conflict;
import io.waymark.protocol.replica.profile.ProfileFields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A profile and which version of it this is.
 *
 * @param etag the strong entity tag (RFC 9110 section 8.8.3) of the version, with its quotes; empty
 *     for one that is not written yet
 * @param created when it came to be; {@link Stamp#ZERO} for one that is not written yet
 * @param conflicts what edits that did not know of each other left to be settled
 */
public record StoredProfile(Profile profile, String etag, Stamp created, List<Conflict> conflicts) {

  public StoredProfile {
    conflicts = List.copyOf(conflicts);
  }

  /** One that somebody wants written. */
  static StoredProfile draft(Profile profile) {
    return new StoredProfile(profile, "", Stamp.ZERO, List.of());
  }

  /** The profile that an entity stands for; null when it stands for none. */
  static @Nullable StoredProfile of(String entityKey, Entity entity) {
    if (!ProfileFields.isKey(entityKey)) {
      return null;
    }
    Assembled assembled = Assembly.assemble(name(entityKey), entity);
    return assembled == null
        ? null
        : new StoredProfile(
            assembled.profile(), entity.etag(), assembled.created(), assembled.conflicts());
  }

  /** The lower-case name of the profile whose entity has this key. */
  static String name(String entityKey) {
    return entityKey.substring(ProfileFields.entityKey("").length());
  }

  /** As it was assembled, to be compared with what it shall be. */
  Assembled assembled() {
    return new Assembled(profile, conflicts, created);
  }

  /** With more conflicts. */
  StoredProfile withMore(List<Conflict> more) {
    if (more.isEmpty()) {
      return this;
    }
    List<Conflict> all = new ArrayList<>(conflicts);
    all.addAll(more);
    return new StoredProfile(profile, etag, created, all);
  }
}

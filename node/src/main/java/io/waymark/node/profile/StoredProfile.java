package io.waymark.node.profile;

import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.replica.Assembled;
import io.waymark.protocol.replica.Conflict;
import io.waymark.protocol.replica.Entity;
import java.util.List;

/**
 * A profile and which version of it this is.
 *
 * @param etag the strong entity tag (RFC 9110 section 8.8.3) of the version, with its quotes; empty
 *     for one that is not written yet
 * @param created orders profiles by their creation; 0 for one that is not written yet
 * @param conflicts what edits that did not know of each other left to be settled
 */
public record StoredProfile(
    Profile profile, String etag, long created, List<Conflict> conflicts) {
  private static final String KIND = "profile/";

  public StoredProfile {
    conflicts = List.copyOf(conflicts);
  }

  /** One that somebody wants written. */
  static StoredProfile draft(Profile profile) {
    return new StoredProfile(profile, "", 0, List.of());
  }

  /** The profile that an entity with anything in it stands for. */
  static StoredProfile of(String entityKey, Entity entity) {
    Assembled assembled = Assembled.of(entityKey.substring(KIND.length()), entity);
    return new StoredProfile(
        assembled.profile(), entity.etag(), assembled.created(), assembled.conflicts());
  }

  /** Whether an entity of this key is a profile. */
  static boolean isKey(String entityKey) {
    return entityKey.startsWith(KIND);
  }

  /** The key of the entity of the profile with this name. */
  static String key(String name) {
    return KIND + Profile.key(name);
  }
}

package io.waymark.protocol.replica.profile;

import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.replica.Stamp;
import java.util.List;

/**
 * A profile made of merged fields.
 *
 * @param profile breaks no rule that looks at a profile alone, but perhaps that of its encoded
 *     length
 * @param conflicts everything that was not as its writers meant it, sorted by path
 * @param created when the profile came to be; the earlier of two creations that merged
 */
public record Assembled(Profile profile, List<Conflict> conflicts, Stamp created) {
  public Assembled {
    conflicts = List.copyOf(conflicts);
  }
}

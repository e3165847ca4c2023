package io.waymark.protocol.profile;

import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What surrounds a profile: the other profiles, the zones, and the names that are taken. */
public interface Neighbours {
  /** The profile of that name, without case; null when there is none. */
  @Nullable Profile profile(String name);

  /** The profiles that answer at that name, without case; more than one only after a merge. */
  Collection<Profile> at(String fqdn);

  /** The profiles that nest the one of that name, without case. */
  Collection<Profile> parentsOf(String name);

  /** The zones served, in lower case without trailing dot. */
  Set<String> zones();

  /**
   * Names no profile may have, in lower case without trailing dot: the zones' name servers, and the
   * owners of static records. The zones themselves need not be among them.
   */
  Set<String> reservedNames();
}

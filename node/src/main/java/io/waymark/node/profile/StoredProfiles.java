package io.waymark.node.profile;

import io.waymark.protocol.profile.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the profiles out of the durable store's entries. It needs no actor, so that the data plane
 * can start before there is one.
 */
public final class StoredProfiles {
  private static final Logger LOG = LoggerFactory.getLogger(StoredProfiles.class);

  private StoredProfiles() {}

  /**
   * Every profile that can be read, by name. What cannot be read is logged and left where it is.
   *
   * @param entries of the store; keys that are no profile's are passed over
   */
  public static List<Profile> readAll(Map<String, byte[]> entries) {
    return read(entries).stream().map(StoredProfile::profile).toList();
  }

  /** As {@link #readAll}, with versions. */
  static List<StoredProfile> read(Map<String, byte[]> entries) {
    List<StoredProfile> profiles = new ArrayList<>();
    new TreeMap<>(entries)
        .forEach((key, value) -> {
          if (StoredProfile.isKey(key)) {
            try {
              profiles.add(StoredProfile.decode(key, value));
            } catch (RuntimeException e) {
              LOG.error(
                  "{} cannot be read and is left out: its name is not answered until it is"
                      + " written again ({})",
                  key,
                  e.getMessage());
            }
          }
        });
    return profiles;
  }
}

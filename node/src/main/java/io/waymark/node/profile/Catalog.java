package io.waymark.node.profile;

import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.Neighbours;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.ProfileIndex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** This node's profiles with their versions, and how they relate. For one thread. */
final class Catalog {
  private final TreeMap<String, StoredProfile> byKey = new TreeMap<>();
  private final ProfileIndex index;

  /**
   * Without a profile yet.
   *
   * @param reservedNames fully qualified names that no profile may have
   */
  Catalog(Set<String> zones, Set<String> reservedNames) {
    index = new ProfileIndex(zones, reservedNames);
  }

  void put(StoredProfile stored) {
    byKey.put(Profile.key(stored.profile().name()), stored);
    index.put(stored.profile());
  }

  void apply(ProfileChange change) {
    if (change.after() != null) {
      put(change.after());
    } else {
      byKey.remove(Profile.key(change.name()));
      index.remove(change.name());
    }
  }

  /** The profile of that name, without case; null when there is none. */
  @Nullable StoredProfile find(String name) {
    return byKey.get(Profile.key(name));
  }

  /** All of them, by name in lower case. */
  Collection<StoredProfile> all() {
    return Collections.unmodifiableCollection(byKey.values());
  }

  Neighbours neighbours() {
    return index;
  }

  /** Profiles in the order of their names, and whether there are more than the limit. */
  record Page(List<StoredProfile> profiles, boolean more) {}

  Page page(String prefix, String after, int limit) {
    String prefixKey = Profile.key(prefix);
    String afterKey = Profile.key(after);
    Map<String, StoredProfile> rest =
        afterKey.compareTo(prefixKey) < 0
            ? byKey.tailMap(prefixKey, true)
            : byKey.tailMap(afterKey, false);
    List<StoredProfile> page = new ArrayList<>();
    for (Map.Entry<String, StoredProfile> entry : rest.entrySet()) {
      if (!entry.getKey().startsWith(prefixKey)) {
        break;
      }
      if (page.size() == limit) {
        return new Page(page, true);
      }
      page.add(entry.getValue());
    }
    return new Page(page, false);
  }

  /** The profiles nested below these, at any depth, by {@link Profile#key}. */
  Map<String, Profile> below(Collection<StoredProfile> roots) {
    Map<String, Profile> below = new HashMap<>();
    roots.forEach(root -> collect(root.profile(), below));
    return below;
  }

  private void collect(Profile profile, Map<String, Profile> below) {
    for (Endpoint endpoint : profile.endpoints()) {
      Profile child = endpoint.nested() ? index.profile(endpoint.target()) : null;
      if (child != null && below.put(Profile.key(child.name()), child) == null) {
        collect(child, below);
      }
    }
  }
}

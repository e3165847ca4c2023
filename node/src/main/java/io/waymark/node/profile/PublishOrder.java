package io.waymark.node.profile;

import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.Profile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order in which changes made together are published: children before the profiles that nest
 * them, deletions last. At every moment between, what a profile nests is there.
 */
final class PublishOrder {
  private PublishOrder() {}

  static List<ProfileChange> of(List<ProfileChange> changes) {
    Map<String, ProfileChange> written = new LinkedHashMap<>();
    List<ProfileChange> ordered = new ArrayList<>();
    for (ProfileChange change : changes) {
      if (!change.deleted()) {
        written.put(Profile.key(change.name()), change);
      }
    }
    Set<String> seen = new HashSet<>();
    written.keySet().forEach(id -> visit(id, written, seen, ordered));
    changes.stream().filter(ProfileChange::deleted).forEach(ordered::add);
    return ordered;
  }

  private static void visit(
      String id,
      Map<String, ProfileChange> written,
      Set<String> seen,
      List<ProfileChange> ordered) {
    ProfileChange change = written.get(id);
    if (change == null || change.after() == null || !seen.add(id)) {
      return;
    }
    for (Endpoint endpoint : change.after().profile().endpoints()) {
      if (endpoint.nested()) {
        visit(Profile.key(endpoint.target()), written, seen, ordered);
      }
    }
    ordered.add(change);
  }
}

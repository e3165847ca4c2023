package io.waymark.node.profile;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.protocol.admin.Problem;
import io.waymark.protocol.profile.Defaults;
import io.waymark.protocol.profile.Parsed;
import io.waymark.protocol.profile.Policy;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.ProfileDocument;
import io.waymark.protocol.profile.ProfileRules;
import io.waymark.protocol.profile.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges an edit of many profiles: all of them as they will be together, so that children in the
 * same edit count. A violation's path begins with the place of its document, such as {@code
 * [2].endpoints[0].weight}.
 */
final class ApplyRules {
  private final Catalog catalog;
  private final Defaults defaults;
  private final List<Violation> violations = new ArrayList<>();

  /** The place of the document of each name. */
  private final Map<String, Integer> places = new HashMap<>();

  private ApplyRules(Catalog catalog, Defaults defaults) {
    this.catalog = catalog;
    this.defaults = defaults;
  }

  static EditRules.Plan plan(
      Catalog catalog, Edit.Apply edit, @Nullable String zone, Policy policy) {
    return new ApplyRules(catalog, new Defaults(null, zone, policy)).plan(edit);
  }

  private EditRules.Plan plan(Edit.Apply edit) {
    if (edit.prune() && edit.documents().isEmpty()) {
      violations.add(
          new Violation("", "", "must hold a document: prune would delete every profile"));
      return new EditRules.Refused(Problem.of(violations));
    }
    List<ProfileChange> changes = new ArrayList<>();
    for (int i = 0; i < edit.documents().size(); i++) {
      read(i, edit.documents().get(i), changes);
    }
    List<ProfileChange> deletions = new ArrayList<>();
    if (edit.prune()) {
      for (StoredProfile stored : catalog.all()) {
        if (!places.containsKey(Profile.key(stored.profile().name()))) {
          deletions.add(new ProfileChange(stored, null));
        }
      }
    }
    checkTogether(changes, deletions);
    if (!violations.isEmpty()) {
      return new EditRules.Refused(Problem.of(violations));
    }
    changes.addAll(deletions);
    return new EditRules.Accepted(changes);
  }

  private void read(int place, JsonNode document, List<ProfileChange> changes) {
    String name = document.path("name").asText("");
    if (!name.isEmpty() && places.putIfAbsent(Profile.key(name), place) != null) {
      violations.add(
          new Violation(
              "[" + place + "].name",
              name,
              "must be given once; it stands in more than one document"));
      return;
    }
    switch (ProfileDocument.parse(document, defaults)) {
      case Parsed.Valid(Profile profile) ->
          changes.add(ProfileChange.of(catalog.find(profile.name()), profile));
      case Parsed.Invalid(List<Violation> found) -> found.forEach(one -> add(place, one));
    }
  }

  private void checkTogether(List<ProfileChange> changes, List<ProfileChange> deletions) {
    Set<String> unreadable = new HashSet<>(places.keySet());
    changes.forEach(change -> unreadable.remove(Profile.key(change.name())));
    ProfileRules.check(
            changes.stream()
                .filter(ProfileChange::changes)
                .flatMap(change -> Stream.ofNullable(change.profile()))
                .toList(),
            deletions.stream().map(ProfileChange::name).toList(),
            catalog.neighbours())
        .forEach((name, found) -> {
          Integer place = places.get(Profile.key(name));
          for (Violation one : found) {
            // A child whose document is wrong is missing for that reason alone.
            if (!unreadable.contains(Profile.key(one.value()))) {
              add(place, one);
            }
          }
        });
  }

  private void add(@Nullable Integer place, Violation violation) {
    if (place == null) {
      violations.add(violation);
      return;
    }
    String path = violation.path();
    violations.add(
        new Violation(
            "[" + place + "]" + (path.isEmpty() || path.startsWith("[") ? "" : ".") + path,
            violation.value(),
            violation.message(),
            violation.kind()));
  }
}

package io.waymark.node.profile;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.protocol.admin.Problem;
import io.waymark.protocol.profile.Defaults;
import io.waymark.protocol.profile.Parsed;
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
  /**
   * A document that has been read, which is most of the work and needs no profile but its own.
   *
   * @param name empty when the document gives none
   */
  record Draft(String name, Parsed parsed) {}

  private final Catalog catalog;
  private final List<Violation> violations = new ArrayList<>();

  /** The place of the document of each name. */
  private final Map<String, Integer> places = new HashMap<>();

  private ApplyRules(Catalog catalog) {
    this.catalog = catalog;
  }

  static List<Draft> read(List<JsonNode> documents, Defaults defaults) {
    List<Draft> drafts = new ArrayList<>();
    for (JsonNode document : documents) {
      Parsed parsed = ProfileDocument.parse(document, defaults);
      String name =
          parsed instanceof Parsed.Valid(Profile profile)
              ? profile.name()
              : document.path("name").asText("");
      drafts.add(new Draft(name, parsed));
    }
    return drafts;
  }

  /**
   * @param prune deletes every profile that has no draft
   */
  static EditRules.Plan plan(Catalog catalog, List<Draft> drafts, boolean prune) {
    return new ApplyRules(catalog).plan(drafts, prune);
  }

  private EditRules.Plan plan(List<Draft> drafts, boolean prune) {
    if (prune && drafts.isEmpty()) {
      violations.add(
          new Violation("", "", "must hold a document: prune would delete every profile"));
      return new EditRules.Refused(Problem.of(violations));
    }
    List<ProfileChange> changes = new ArrayList<>();
    for (int place = 0; place < drafts.size(); place++) {
      take(place, drafts.get(place), changes);
    }
    List<ProfileChange> deletions = new ArrayList<>();
    if (prune) {
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

  private void take(int place, Draft draft, List<ProfileChange> changes) {
    String name = draft.name();
    if (!name.isEmpty() && places.putIfAbsent(Profile.key(name), place) != null) {
      violations.add(
          new Violation(
              "[" + place + "].name",
              name,
              "must be given once; it stands in more than one document"));
      return;
    }
    switch (draft.parsed()) {
      case Parsed.Valid(Profile profile) ->
          changes.add(ProfileChange.of(catalog.find(name), profile));
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

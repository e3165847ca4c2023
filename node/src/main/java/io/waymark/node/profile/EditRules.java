package io.waymark.node.profile;

import io.waymark.protocol.admin.MergePatch;
import io.waymark.protocol.admin.Problem;
import io.waymark.protocol.profile.Defaults;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.Parsed;
import io.waymark.protocol.profile.Policy;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.ProfileDocument;
import io.waymark.protocol.profile.ProfileRules;
import io.waymark.protocol.profile.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Judges edits: what they would change, or why they are refused. Changes nothing itself. */
final class EditRules {
  /** What is to become of an edit. */
  sealed interface Plan {}

  /**
   * @param changes to every profile the edit is about, also where that is nothing
   */
  record Accepted(List<ProfileChange> changes) implements Plan {}

  record Refused(Problem problem) implements Plan {}

  private final @Nullable String zone;
  private final Supplier<Policy> policy;

  /**
   * @param zone of documents that name none; null when there is no such zone
   * @param policy asked for each document, on any thread
   */
  EditRules(@Nullable String zone, Supplier<Policy> policy) {
    this.zone = zone;
    this.policy = policy;
  }

  /** Reads the documents, without regard to what is stored: any thread may do it. */
  List<ApplyRules.Draft> read(Edit.Apply edit) {
    return ApplyRules.read(edit.documents(), new Defaults(null, zone, policy.get()));
  }

  Plan plan(Catalog catalog, Edit.Apply edit, List<ApplyRules.Draft> drafts) {
    return ApplyRules.plan(catalog, drafts, edit.prune());
  }

  Plan plan(Catalog catalog, Edit.Single edit, Preconditions preconditions) {
    return switch (edit) {
      case Edit.Put put -> {
        StoredProfile before = catalog.find(put.name());
        if (!preconditions.holdFor(before, before != null)) {
          yield changedMeanwhile(before);
        }
        Defaults defaults = new Defaults(put.name(), zone, policy.get());
        yield replace(catalog, before, ProfileDocument.parse(put.document(), defaults));
      }
      case Edit.Existing existing -> {
        StoredProfile before = catalog.find(existing.name());
        yield before == null
            ? new Refused(new Problem(404, "there is no profile named " + existing.name()))
            : change(catalog, before, existing, preconditions);
      }
    };
  }

  private Plan change(
      Catalog catalog, StoredProfile before, Edit.Existing edit, Preconditions preconditions) {
    Profile profile = before.profile();
    Endpoint endpoint =
        switch (edit) {
          case Edit.PutEndpoint put -> profile.endpoint(put.endpoint());
          case Edit.PatchEndpoint patch -> profile.endpoint(patch.endpoint());
          case Edit.DeleteEndpoint delete -> profile.endpoint(delete.endpoint());
          case Edit.Patch _, Edit.Delete _ -> null;
        };
    boolean exists = endpoint != null || edit instanceof Edit.Patch || edit instanceof Edit.Delete;
    if (!exists && !(edit instanceof Edit.PutEndpoint)) {
      return new Refused(new Problem(404, profile.name() + " has no endpoint of that name"));
    }
    if (!preconditions.holdFor(before, exists)) {
      return changedMeanwhile(before);
    }
    return switch (edit) {
      case Edit.Patch(_, var patch) -> {
        var patched =
            MergePatch.apply(ProfileDocument.print(profile), ProfileDocument.flatten(patch));
        Defaults defaults = new Defaults(profile.name(), zone, policy.get());
        yield replace(catalog, before, ProfileDocument.parse(patched, defaults));
      }
      case Edit.Delete(String name) -> {
        List<Violation> violations = ProfileRules.checkDelete(name, catalog.neighbours());
        yield violations.isEmpty()
            ? new Accepted(List.of(new ProfileChange(before, null)))
            : new Refused(Problem.of(violations));
      }
      case Edit.PutEndpoint(_, String name, var document) ->
          replace(
              catalog,
              before,
              ProfileDocument.parseEndpoint(document, name, profile, policy.get()));
      case Edit.PatchEndpoint(_, String name, var patch) -> {
        var patched =
            MergePatch.apply(
                ProfileDocument.print(Objects.requireNonNull(endpoint)),
                ProfileDocument.flatten(patch));
        yield replace(
            catalog, before, ProfileDocument.parseEndpoint(patched, name, profile, policy.get()));
      }
      case Edit.DeleteEndpoint _ -> {
        List<Endpoint> others = new ArrayList<>(profile.endpoints());
        others.remove(endpoint);
        // Fewer endpoints break no rule, and what broke one before must be deletable.
        yield new Accepted(List.of(ProfileChange.of(before, profile.withEndpoints(others))));
      }
    };
  }

  private static Plan replace(Catalog catalog, @Nullable StoredProfile before, Parsed parsed) {
    return switch (parsed) {
      case Parsed.Invalid(List<Violation> violations) -> new Refused(Problem.of(violations));
      case Parsed.Valid(Profile profile) -> {
        ProfileChange change = ProfileChange.of(before, profile);
        List<Violation> violations =
            change.changes() ? ProfileRules.check(profile, catalog.neighbours()) : List.of();
        yield violations.isEmpty()
            ? new Accepted(List.of(change))
            : new Refused(Problem.of(violations));
      }
    };
  }

  private static Plan changedMeanwhile(@Nullable StoredProfile stored) {
    return new Refused(
        new Problem(
            412,
            stored == null
                ? "there is no such profile yet, which If-Match demands"
                : "If-Match or If-None-Match does not fit the stored version, " + stored.etag()));
  }
}

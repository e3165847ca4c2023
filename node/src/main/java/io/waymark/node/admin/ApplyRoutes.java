package io.waymark.node.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.node.profile.Edit;
import io.waymark.node.profile.ProfileChange;
import io.waymark.node.profile.StoredProfile;
import io.waymark.protocol.admin.Diff;
import io.waymark.protocol.admin.Problem;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.ProfileDocument;
import io.waymark.protocol.profile.Violation;
import io.waymark.protocol.token.Role;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Many profiles at once, all or none. */
final class ApplyRoutes {
  /** How the path of a violation begins: the place of its document. */
  private static final Pattern PLACE = Pattern.compile("^\\[(\\d+)]");

  private final Profiles profiles;

  ApplyRoutes(Profiles profiles) {
    this.profiles = profiles;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            "POST",
            "/v1/apply",
            Role.ADMIN,
            Set.of("dryRun", "prune", "wait"),
            Route.Body.JSON_OR_YAML,
            this::apply));
  }

  private HttpResponse apply(Call call) {
    boolean dryRun = call.parameters().flag("dryRun");
    boolean prune = call.parameters().flag("prune");
    List<JsonNode> documents = Documents.many(call.body(), call.mediaType());
    Profiles.Edited done;
    try {
      done = profiles.edit(call, new Edit.Apply(documents, dryRun, prune));
    } catch (ProblemException e) {
      return e.response(withFailed(e.problem(), documents));
    }
    ObjectNode report = report(done.changes());
    return dryRun ? Responses.json(200, report) : profiles.written(done, 200, report);
  }

  /** The problem with the names of the documents that it is about. */
  private static ObjectNode withFailed(Problem problem, List<JsonNode> documents) {
    ObjectNode json = problem.toJson();
    Set<String> failed = new LinkedHashSet<>();
    for (Violation violation : problem.violations()) {
      Matcher place = PLACE.matcher(violation.path());
      if (place.find()) {
        JsonNode name = documents.get(Integer.parseInt(place.group(1))).path("name");
        failed.add(name.isTextual() ? name.textValue() : place.group());
      }
    }
    if (!failed.isEmpty()) {
      failed.forEach(json.putArray("failed")::add);
    }
    return json;
  }

  private static ObjectNode report(List<ProfileChange> changes) {
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    ArrayNode created = report.putArray("created");
    ArrayNode changed = report.putArray("changed");
    int unchanged = 0;
    ArrayNode deleted = JsonNodeFactory.instance.arrayNode();
    ArrayNode warnings = JsonNodeFactory.instance.arrayNode();
    for (ProfileChange change : changes) {
      StoredProfile before = change.before();
      StoredProfile after = change.after();
      if (before == null) {
        created.add(change.name());
      } else if (after == null) {
        deleted.add(change.name());
      } else if (change.changes()) {
        ObjectNode one = changed.addObject();
        one.put("name", change.name());
        one.set(
            "diff",
            Diff.toJson(
                Diff.between(
                    ProfileDocument.print(before.profile()),
                    ProfileDocument.print(after.profile()))));
      } else {
        unchanged++;
      }
      if (after != null) {
        warn(warnings, after.profile());
      }
    }
    report.put("unchanged", unchanged);
    report.set("deleted", deleted);
    report.putArray("failed");
    report.set(Warnings.FIELD, warnings);
    return report;
  }

  private static void warn(ArrayNode warnings, Profile profile) {
    ArrayNode its = Warnings.of(profile);
    if (!its.isEmpty()) {
      warnings.addObject().put("name", profile.name()).set(Warnings.FIELD, its);
    }
  }
}

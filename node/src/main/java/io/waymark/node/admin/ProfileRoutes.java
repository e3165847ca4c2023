package io.waymark.node.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.node.profile.Edit;
import io.waymark.node.profile.ProfileActor;
import io.waymark.node.profile.ProfileChange;
import io.waymark.node.profile.StoredProfile;
import io.waymark.protocol.token.Role;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Profiles as documents. */
final class ProfileRoutes {
  static final int LIMIT_MAX = 1_000;
  private static final int LIMIT_DEFAULT = 100;

  private static final String ALL = "/v1/profiles";
  private static final String ONE = "/v1/profiles/{name}";

  private final Profiles profiles;

  ProfileRoutes(Profiles profiles) {
    this.profiles = profiles;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            "GET",
            ALL,
            Role.VIEWER,
            Set.of("prefix", "after", "limit"),
            Route.Body.NONE,
            this::list),
        new Route("GET", ONE, Role.VIEWER, Set.of(), Route.Body.NONE, this::get),
        new Route("PUT", ONE, Role.ADMIN, Profiles.WRITE, Route.Body.JSON, this::put),
        new Route("PATCH", ONE, Role.OPERATOR, Profiles.WRITE, Route.Body.JSON, this::patch),
        new Route("DELETE", ONE, Role.ADMIN, Profiles.WRITE, Route.Body.NONE, this::delete));
  }

  private HttpResponse list(Call call) {
    String prefix = call.parameters().text("prefix", "");
    String after = call.parameters().text("after", "");
    int limit = call.parameters().number("limit", LIMIT_DEFAULT, 1, LIMIT_MAX);
    call.parameters().check();
    ProfileActor.Listed listed = profiles.list(prefix, after, limit);
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    ArrayNode documents = reply.putArray("profiles");
    profiles.documents(listed.profiles(), listed.below()).forEach(documents::add);
    reply.put("next", listed.more() ? listed.profiles().getLast().profile().name() : null);
    return Responses.json(200, reply);
  }

  private HttpResponse get(Call call) {
    call.parameters().check();
    ProfileActor.Found found = profiles.get(call.segment("name"));
    StoredProfile stored = Objects.requireNonNull(found.profile());
    ObjectNode document = profiles.documents(List.of(stored), found.below()).getFirst();
    return Responses.json(200, document).addHeader(Responses.etag(stored));
  }

  private HttpResponse put(Call call) {
    Profiles.Edited done =
        profiles.edit(call, new Edit.Put(call.segment("name"), Documents.json(call.body())));
    ProfileChange change = done.changes().getFirst();
    HttpResponse reply = written(done, change);
    return change.created() ? reply.addHeader(Responses.location(ALL, change.name())) : reply;
  }

  private HttpResponse patch(Call call) {
    JsonNode patch = Documents.json(call.body());
    Profiles.requireSwitchOnly(call, patch, "profileStatus");
    Profiles.Edited done = profiles.edit(call, new Edit.Patch(call.segment("name"), patch));
    return written(done, done.changes().getFirst());
  }

  private HttpResponse delete(Call call) {
    Profiles.Edited done = profiles.edit(call, new Edit.Delete(call.segment("name")));
    return profiles.written(done, 204, null);
  }

  private HttpResponse written(Profiles.Edited done, ProfileChange change) {
    StoredProfile after = Objects.requireNonNull(change.after());
    ObjectNode document = profiles.document(after);
    Warnings.add(document, after.profile());
    return profiles
        .written(done, change.created() ? 201 : 200, document)
        .addHeader(Responses.etag(after));
  }
}

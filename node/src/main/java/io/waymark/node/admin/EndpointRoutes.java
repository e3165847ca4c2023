package io.waymark.node.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.node.profile.Edit;
import io.waymark.node.profile.ProfileActor;
import io.waymark.node.profile.ProfileChange;
import io.waymark.node.profile.StoredProfile;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.token.Role;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Endpoints one by one. An endpoint has no version of its own: its entity tag is its profile's, and
 * changing it changes the profile.
 */
final class EndpointRoutes {
  private static final String ONE = "/v1/profiles/{name}/endpoints/{endpoint}";

  private final Profiles profiles;

  EndpointRoutes(Profiles profiles) {
    this.profiles = profiles;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", ONE, Role.VIEWER, Set.of(), Route.Body.NONE, this::get),
        new Route("PUT", ONE, Role.ADMIN, Profiles.WRITE, Route.Body.JSON, this::put),
        new Route("PATCH", ONE, Role.OPERATOR, Profiles.WRITE, Route.Body.JSON, this::patch),
        new Route("DELETE", ONE, Role.ADMIN, Profiles.WRITE, Route.Body.NONE, this::delete));
  }

  private HttpResponse get(Call call) {
    call.parameters().check();
    ProfileActor.Found found = profiles.get(call.segment("name"));
    StoredProfile stored = Objects.requireNonNull(found.profile());
    ObjectNode document = profiles.documents(List.of(stored), found.below()).getFirst();
    return Responses.json(200, endpoint(document, stored.profile(), call.segment("endpoint")))
        .addHeader(Responses.etag(stored));
  }

  private HttpResponse put(Call call) {
    JsonNode document = Documents.json(call.body());
    String name = call.segment("endpoint");
    return written(call, new Edit.PutEndpoint(call.segment("name"), name, document), name);
  }

  private HttpResponse patch(Call call) {
    JsonNode patch = Documents.json(call.body());
    Profiles.requireSwitchOnly(call, patch, "endpointStatus");
    String name = call.segment("endpoint");
    return written(call, new Edit.PatchEndpoint(call.segment("name"), name, patch), name);
  }

  private HttpResponse delete(Call call) {
    Profiles.Edited done =
        profiles.edit(
            call, new Edit.DeleteEndpoint(call.segment("name"), call.segment("endpoint")));
    StoredProfile after = Objects.requireNonNull(done.changes().getFirst().after());
    return profiles.written(done, 204, null).addHeader(Responses.etag(after));
  }

  private HttpResponse written(Call call, Edit edit, String endpoint) {
    Profiles.Edited done = profiles.edit(call, edit);
    ProfileChange change = done.changes().getFirst();
    StoredProfile before = Objects.requireNonNull(change.before());
    StoredProfile after = Objects.requireNonNull(change.after());
    boolean created = before.profile().endpoint(endpoint) == null;
    ObjectNode document = endpoint(profiles.document(after), after.profile(), endpoint);
    Warnings.add(document, after.profile());
    HttpResponse reply =
        profiles.written(done, created ? 201 : 200, document).addHeader(Responses.etag(after));
    return created
        ? reply.addHeader(Responses.location("/v1/profiles", change.name(), "endpoints", endpoint))
        : reply;
  }

  /** The endpoint's part of its profile's document. */
  private static ObjectNode endpoint(ObjectNode document, Profile profile, String name) {
    int place = profile.endpoints().indexOf(Profiles.endpoint(profile, name));
    return (ObjectNode) document.path("endpoints").required(place);
  }
}

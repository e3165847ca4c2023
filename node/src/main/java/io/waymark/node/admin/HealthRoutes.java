package io.waymark.node.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.node.health.HealthBook;
import io.waymark.node.prober.ProberActor;
import io.waymark.node.profile.ProfileActor;
import io.waymark.node.settings.NodeSettings;
import io.waymark.protocol.health.ProbeResult;
import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.token.Role;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** What is known of the health of endpoints, and probes on request. */
final class HealthRoutes {
  private final Profiles profiles;
  private final Monitoring monitoring;
  private final NodeSettings.Identity node;

  HealthRoutes(Profiles profiles, Monitoring monitoring, NodeSettings.Identity node) {
    this.profiles = profiles;
    this.monitoring = monitoring;
    this.node = node;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            "GET",
            "/v1/profiles/{name}/health",
            Role.VIEWER,
            Set.of(),
            Route.Body.NONE,
            this::health),
        new Route(
            "POST",
            "/v1/profiles/{name}/endpoints/{endpoint}/probe",
            Role.OPERATOR,
            Set.of(),
            Route.Body.NONE,
            this::probe));
  }

  private HttpResponse health(Call call) {
    call.parameters().check();
    ProfileActor.Found found = profiles.get(call.segment("name"));
    Profile profile = Objects.requireNonNull(found.profile()).profile();
    Monitoring.View view = monitoring.of(List.of(profile), found.below());
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    reply.put("profileMonitorStatus", view.statuses().of(profile).toString());
    ArrayNode endpoints = reply.putArray("endpoints");
    Map<EndpointId, ProberActor.Observation> own =
        monitoring.observations(List.copyOf(view.endpoints().keySet()));
    for (Endpoint endpoint : profile.endpoints()) {
      EndpointId id = EndpointId.of(profile, endpoint);
      HealthBook.@Nullable Known known = view.endpoints().get(id);
      ObjectNode one = endpoints.addObject();
      one.put("name", endpoint.name());
      one.put("endpointMonitorStatus", view.statuses().of(profile, endpoint).toString());
      one.put("since", known == null ? null : since(known));
      one.put("frozen", known != null && known.verdict().frozen());
      ArrayNode votes = one.putArray("votes");
      if (known != null) {
        known.words().forEach((name, word) -> votes.add(vote(name, word, view, own.get(id))));
        ProberActor.Observation undecided = own.get(id);
        if (undecided != null && !known.words().containsKey(node.name())) {
          votes.add(checking(undecided));
        }
      }
    }
    return Responses.json(200, reply);
  }

  /** Since when there is a verdict; null while there is none. */
  private static @Nullable String since(HealthBook.Known known) {
    return known.verdict().state() == Verdict.State.CHECKING ? null : known.since().toString();
  }

  private HttpResponse probe(Call call) {
    call.parameters().check();
    Profile profile =
        Objects.requireNonNull(profiles.get(call.segment("name")).profile()).profile();
    Endpoint endpoint = Profiles.endpoint(profile, call.segment("endpoint"));
    ProbeResult result = monitoring.probe(EndpointId.of(profile, endpoint));
    if (result == null) {
      throw new ProblemException(
          409,
          endpoint.name()
              + " is not probed: it or its profile is disabled, it is always served, or it is"
              + " nested");
    }
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    reply.put("profile", profile.name());
    reply.put("endpoint", endpoint.name());
    ObjectNode one = reply.putArray("results").addObject();
    one.put("node", node.name());
    one.put("region", node.region());
    switch (result) {
      case ProbeResult.Passed(long roundTripMs) ->
          one.put("passed", true).put("reason", "passed").put("roundTripMs", roundTripMs);
      case ProbeResult.Failed(String reason) ->
          one.put("passed", false).put("reason", reason).putNull("roundTripMs");
    }
    return Responses.json(200, reply);
  }

  private ObjectNode vote(
      String name,
      HealthBook.Word word,
      Monitoring.View view,
      ProberActor.@Nullable Observation own) {
    boolean here = name.equals(node.name());
    ObjectNode vote = JsonNodeFactory.instance.objectNode();
    vote.put("node", name);
    vote.put("region", here ? node.region() : view.regions().get(name));
    vote.put("vote", word.vote().up() ? "Up" : "Down");
    if (word.vote().withdrawn()) {
      vote.put("withdrawn", true);
    }
    vote.put("since", word.since().toString());
    vote.put("reason", here && own != null ? own.reason() : word.reason());
    vote.put("roundTripMs", here && own != null ? own.roundTripMs() : null);
    return vote;
  }

  /** This node probes, and has not come to a vote yet. */
  private ObjectNode checking(ProberActor.Observation observation) {
    ObjectNode vote = JsonNodeFactory.instance.objectNode();
    vote.put("node", node.name());
    vote.put("region", node.region());
    vote.put("vote", "Checking");
    vote.put("since", observation.since().toString());
    vote.put("reason", observation.reason());
    vote.put("roundTripMs", observation.roundTripMs());
    return vote;
  }
}

package io.waymark.node.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.node.prober.ProberActor;
import io.waymark.node.profile.ProfileActor;
import io.waymark.node.settings.NodeSettings;
import io.waymark.protocol.health.ProbeResult;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.token.Role;
import java.util.List;
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
    for (Endpoint endpoint : profile.endpoints()) {
      ProberActor.@Nullable Observation observation =
          view.observations().get(EndpointId.of(profile, endpoint));
      ObjectNode one = endpoints.addObject();
      one.put("name", endpoint.name());
      one.put("endpointMonitorStatus", view.statuses().of(profile, endpoint).toString());
      one.put("since", observation == null ? null : observation.since().toString());
      one.put("frozen", observation != null && observation.verdict().frozen());
      ArrayNode votes = one.putArray("votes");
      if (observation != null) {
        votes.add(vote(observation));
      }
    }
    return Responses.json(200, reply);
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

  private ObjectNode vote(ProberActor.Observation observation) {
    ObjectNode vote = JsonNodeFactory.instance.objectNode();
    vote.put("node", node.name());
    vote.put("region", node.region());
    vote.put(
        "vote",
        switch (observation.verdict().state()) {
          case CHECKING -> "Checking";
          case UP -> "Up";
          case DOWN -> "Down";
        });
    vote.put("since", observation.since().toString());
    vote.put("reason", observation.reason());
    vote.put("roundTripMs", observation.roundTripMs());
    return vote;
  }
}

package io.waymark.node.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.node.fleet.FleetMessage;
import io.waymark.node.fleet.SurveyActor;
import io.waymark.node.health.HealthBook;
import io.waymark.node.profile.ProfileActor;
import io.waymark.protocol.health.ProbeResult;
import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.token.Role;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** What is known of the health of endpoints, and probes on request. */
final class HealthRoutes {
  private final Profiles profiles;
  private final Monitoring monitoring;

  HealthRoutes(Profiles profiles, Monitoring monitoring) {
    this.profiles = profiles;
    this.monitoring = monitoring;
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
    Map<String, Map<EndpointId, FleetMessage.Observation>> seen =
        monitoring.observations(profile, view.alive());
    for (Endpoint endpoint : profile.endpoints()) {
      EndpointId id = EndpointId.of(profile, endpoint);
      HealthBook.@Nullable Known known = view.endpoints().get(id);
      ObjectNode one = endpoints.addObject();
      one.put("name", endpoint.name());
      one.put("endpointMonitorStatus", view.statuses().of(profile, endpoint).toString());
      if (known == null) {
        one.putNull("since").put("frozen", false).putArray("votes");
      } else {
        one.put("since", since(known));
        one.put("frozen", known.verdict().frozen());
        one.putArray("votes").addAll(votes(id, known, view, seen));
      }
    }
    return Responses.json(200, reply);
  }

  /** Since when there is a verdict; null while there is none. */
  private static @Nullable String since(HealthBook.Known known) {
    return known.verdict().state() == Verdict.State.CHECKING ? null : known.since().toString();
  }

  /** What each node says of an endpoint, or sees and has not come to a vote on, by name. */
  private static Collection<ObjectNode> votes(
      EndpointId id,
      HealthBook.Known known,
      Monitoring.View view,
      Map<String, Map<EndpointId, FleetMessage.Observation>> seen) {
    Map<String, ObjectNode> votes = new TreeMap<>();
    seen.forEach((name, observations) -> {
      FleetMessage.Observation observation = observations.get(id);
      if (observation != null) {
        ObjectNode vote = of(name, view);
        vote.put("vote", "Checking");
        vote.put("since", Instant.ofEpochMilli(observation.sinceMillis()).toString());
        votes.put(name, saw(vote, observation));
      }
    });
    known
        .words()
        .forEach((name, word) -> {
          ObjectNode vote = of(name, view);
          vote.put("vote", word.vote().up() ? "Up" : "Down");
          if (word.vote().withdrawn()) {
            vote.put("withdrawn", true);
          }
          vote.put("since", word.since().toString());
          votes.put(name, saw(vote, seen.getOrDefault(name, Map.of()).get(id)));
        });
    return votes.values();
  }

  private static ObjectNode of(String name, Monitoring.View view) {
    ObjectNode vote = JsonNodeFactory.instance.objectNode();
    vote.put("node", name);
    vote.put("region", view.regions().getOrDefault(name, ""));
    return vote;
  }

  /** With the reason, which is empty where the node did not tell in time. */
  private static ObjectNode saw(ObjectNode vote, FleetMessage.@Nullable Observation observation) {
    vote.put("reason", observation == null ? "" : observation.reason());
    vote.put("roundTripMs", observation == null ? null : observation.roundTripMs());
    return vote;
  }

  private HttpResponse probe(Call call) {
    call.parameters().check();
    Profile profile =
        Objects.requireNonNull(profiles.get(call.segment("name")).profile()).profile();
    Endpoint endpoint = Profiles.endpoint(profile, call.segment("endpoint"));
    Monitoring.Probed probed = monitoring.probe(profile, endpoint);
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    reply.put("profile", profile.name());
    reply.put("endpoint", endpoint.name());
    ArrayNode results = reply.putArray("results");
    probed
        .regions()
        .forEach((name, region) -> {
          SurveyActor.Found found = probed.found().get(name);
          if (found == null || found.result() != null) {
            ObjectNode one = results.addObject();
            one.put("node", name);
            one.put("region", found == null ? region : found.region());
            print(one, found == null ? null : found.result());
          }
        });
    if (results.isEmpty()) {
      throw new ProblemException(
          409,
          endpoint.name()
              + " is not probed: it or its profile is disabled, it is always served, or it is"
              + " nested");
    }
    return Responses.json(200, reply);
  }

  private static void print(ObjectNode one, @Nullable ProbeResult result) {
    switch (result) {
      case null ->
          one.putNull("passed").put("reason", "the node did not answer").putNull("roundTripMs");
      case ProbeResult.Passed(long roundTripMs) ->
          one.put("passed", true).put("reason", "passed").put("roundTripMs", roundTripMs);
      case ProbeResult.Failed(String reason) ->
          one.put("passed", false).put("reason", reason).putNull("roundTripMs");
    }
  }
}

package io.waymark.node.admin;

import io.waymark.node.fleet.FleetMessage;
import io.waymark.node.fleet.SurveyActor;
import io.waymark.node.health.HealthActor;
import io.waymark.node.health.HealthBook;
import io.waymark.protocol.health.Statuses;
import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/** What the prober knows of profiles, and the statuses that follow from it. */
final class Monitoring {
  private static final Duration WITHIN = Duration.ofSeconds(3);

  // Observations are an addition to what is known anyway.
  private static final Duration OBSERVE_WITHIN = Duration.ofSeconds(1);

  // Beyond its timeout: with very many in flight a probe may wait for its turn.
  private static final Duration PROBE_MARGIN = Duration.ofSeconds(5);

  private final Asking asking;
  private final ActorRef<HealthActor.Command> health;
  private final ActorRef<SurveyActor.Command> surveys;

  Monitoring(
      Asking asking, ActorRef<HealthActor.Command> health, ActorRef<SurveyActor.Command> surveys) {
    this.asking = asking;
    this.health = health;
    this.surveys = surveys;
  }

  /**
   * One moment's view.
   *
   * @param endpoints those that nobody probes are missing
   * @param regions of nodes, by name
   * @param alive the names of the nodes that are heard
   */
  record View(
      Map<EndpointId, HealthBook.Known> endpoints,
      Map<String, String> regions,
      Set<String> alive,
      Statuses statuses) {}

  /** What the nodes that answer in time last saw of a profile's endpoints, by node. */
  Map<String, Map<EndpointId, FleetMessage.Observation>> observations(
      Profile profile, Set<String> nodes) {
    List<String> endpoints =
        profile.endpoints().stream()
            .filter(endpoint -> !endpoint.nested())
            .map(Endpoint::name)
            .toList();
    if (endpoints.isEmpty() || nodes.isEmpty()) {
      return Map.of();
    }
    return asking
        .<SurveyActor.Command, SurveyActor.Observed>ask(
            "the probers",
            surveys,
            WITHIN,
            replyTo ->
                new SurveyActor.Observe(
                    Profile.key(profile.name()), endpoints, nodes, OBSERVE_WITHIN, replyTo))
        .byNode();
  }

  /**
   * Asks about these profiles and those nested below them.
   *
   * @throws ProblemException 503 when nobody answers
   */
  View of(List<Profile> profiles, Map<String, Profile> below) {
    Map<String, Profile> all = new HashMap<>(below);
    profiles.forEach(profile -> all.put(Profile.key(profile.name()), profile));
    List<EndpointId> probed = new ArrayList<>();
    for (Profile profile : all.values()) {
      for (Endpoint endpoint : profile.endpoints()) {
        if (!endpoint.nested()) {
          probed.add(EndpointId.of(profile, endpoint));
        }
      }
    }
    HealthActor.Health known =
        probed.isEmpty()
            ? new HealthActor.Health(Map.of(), Map.of(), Set.of())
            : asking.<HealthActor.Command, HealthActor.Health>ask(
                "the keeper of votes",
                health,
                WITHIN,
                replyTo -> new HealthActor.GetHealth(probed, replyTo));
    return new View(
        known.endpoints(),
        known.regions(),
        known.alive(),
        new Statuses(
            all::get,
            id -> {
              HealthBook.Known one = known.endpoints().get(id);
              return one == null ? Verdict.CHECKING : one.verdict();
            }));
  }

  /**
   * What a probe from every vantage point came to.
   *
   * @param regions of those who should probe the endpoint, by name
   * @param found by those who answered in time
   */
  record Probed(Map<String, String> regions, Map<String, SurveyActor.Found> found) {}

  /**
   * Has the endpoint probed at once by all who should probe it.
   *
   * @throws ProblemException 503 when nobody answers here
   */
  Probed probe(Profile profile, Endpoint endpoint) {
    EndpointId id = EndpointId.of(profile, endpoint);
    Map<String, String> regions =
        asking
            .<HealthActor.Command, HealthActor.Probers>ask(
                "the keeper of votes",
                health,
                WITHIN,
                replyTo -> new HealthActor.GetProbers(id, replyTo))
            .regions();
    if (regions.isEmpty()) {
      return new Probed(regions, Map.of());
    }
    Duration within = PROBE_MARGIN.plusSeconds(profile.monitorConfig().timeoutInSeconds());
    return new Probed(
        regions,
        asking
            .<SurveyActor.Command, SurveyActor.Probed>ask(
                "the probers",
                surveys,
                within.plus(WITHIN),
                replyTo -> new SurveyActor.Probe(id, regions.keySet(), within, replyTo))
            .byNode());
  }
}

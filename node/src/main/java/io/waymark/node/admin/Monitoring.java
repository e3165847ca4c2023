package io.waymark.node.admin;

import io.waymark.node.health.HealthActor;
import io.waymark.node.health.HealthBook;
import io.waymark.node.prober.ProberActor;
import io.waymark.protocol.health.ProbeResult;
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
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** What the prober knows of profiles, and the statuses that follow from it. */
final class Monitoring {
  private static final Duration WITHIN = Duration.ofSeconds(3);

  // A probe takes at most 10 s once it starts; with very many in flight it may wait for its turn.
  private static final Duration PROBE_WITHIN = Duration.ofSeconds(15);

  private final Asking asking;
  private final ActorRef<HealthActor.Command> health;
  private final ActorRef<ProberActor.Command> prober;

  Monitoring(
      Asking asking,
      ActorRef<HealthActor.Command> health,
      ActorRef<ProberActor.Command> prober) {
    this.asking = asking;
    this.health = health;
    this.prober = prober;
  }

  /**
   * One moment's view.
   *
   * @param endpoints those that nobody probes are missing
   * @param regions of nodes, by name
   */
  record View(
      Map<EndpointId, HealthBook.Known> endpoints,
      Map<String, String> regions,
      Statuses statuses) {}

  /** What this node's own probes last found; endpoints that it does not probe are missing. */
  Map<EndpointId, ProberActor.Observation> observations(List<EndpointId> endpoints) {
    return asking
        .<ProberActor.Command, ProberActor.Health>ask(
            "the prober", prober, WITHIN, replyTo -> new ProberActor.GetHealth(endpoints, replyTo))
        .observations();
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
            ? new HealthActor.Health(Map.of(), Map.of())
            : asking.<HealthActor.Command, HealthActor.Health>ask(
                "the keeper of votes",
                health,
                WITHIN,
                replyTo -> new HealthActor.GetHealth(probed, replyTo));
    return new View(
        known.endpoints(),
        known.regions(),
        new Statuses(
            all::get,
            id -> {
              HealthBook.Known one = known.endpoints().get(id);
              return one == null ? Verdict.CHECKING : one.verdict();
            }));
  }

  /**
   * Probes the endpoint at once.
   *
   * @return null when it is not probed
   * @throws ProblemException 503 when the prober does not answer
   */
  @Nullable ProbeResult probe(EndpointId endpoint) {
    return asking
        .<ProberActor.Command, ProberActor.ProbedNow>ask(
            "the prober",
            prober,
            PROBE_WITHIN,
            replyTo -> new ProberActor.ProbeNow(endpoint, replyTo))
        .result();
  }
}

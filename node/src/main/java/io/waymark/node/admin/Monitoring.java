package io.waymark.node.admin;

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
  private final ActorRef<ProberActor.Command> prober;

  Monitoring(Asking asking, ActorRef<ProberActor.Command> prober) {
    this.asking = asking;
    this.prober = prober;
  }

  /**
   * One moment's view.
   *
   * @param observations endpoints never probed are missing
   */
  record View(Map<EndpointId, ProberActor.Observation> observations, Statuses statuses) {}

  /**
   * Asks the prober about these profiles and those nested below them.
   *
   * @throws ProblemException 503 when the prober does not answer
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
    Map<EndpointId, ProberActor.Observation> observations =
        probed.isEmpty()
            ? Map.of()
            : asking
                .<ProberActor.Command, ProberActor.Health>ask(
                    "the prober",
                    prober,
                    WITHIN,
                    replyTo -> new ProberActor.GetHealth(probed, replyTo))
                .observations();
    return new View(
        observations,
        new Statuses(
            all::get,
            id -> {
              ProberActor.Observation observation = observations.get(id);
              return observation == null ? Verdict.CHECKING : observation.verdict();
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

package io.waymark.node.prober;

import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.Profile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * The actor that sees to it that every endpoint that should be probed is, and passes on what its
 * probes find.
 */
public final class ProberActor {
  /** What it is told. */
  public sealed interface Command {}

  /**
   * A profile was created, replaced or (null) deleted. Probing starts, goes on unchanged, restarts
   * or stops accordingly.
   */
  public record ProfileChanged(String name, @Nullable Profile profile) implements Command {}

  /** Asks what is known of these endpoints. */
  public record GetHealth(List<EndpointId> endpoints, ActorRef<Health> replyTo)
      implements Command {}

  /** What is known; endpoints never probed are missing. */
  public record Health(Map<EndpointId, Observation> observations) {}

  /**
   * One endpoint as this node's prober sees it.
   *
   * @param since when the verdict became what it is
   * @param reason of the last result, for people
   * @param roundTripMs of the last success; null when there was none
   */
  public record Observation(
      Verdict verdict, Instant since, String reason, @Nullable Long roundTripMs) {}

  private ProberActor() {}
}

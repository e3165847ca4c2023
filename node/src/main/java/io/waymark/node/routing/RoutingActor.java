package io.waymark.node.routing;

import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.Profile;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * The actor that owns the publisher: it turns every change of a profile or verdict into published
 * entries.
 */
public final class RoutingActor {
  /** What it is told. */
  public sealed interface Command {}

  /**
   * Profiles that changed together; they are published before {@link Applied} is told.
   *
   * @param changes in the order to publish
   */
  public record ProfilesChanged(List<Change> changes, ActorRef<Applied> replyTo)
      implements Command {}

  /**
   * @param name of the profile
   * @param profile its new content; null once it is deleted
   */
  public record Change(String name, @Nullable Profile profile) {}

  /** What is now believed of an endpoint. */
  public record VerdictChanged(EndpointId endpoint, Verdict verdict) implements Command {}

  /**
   * The changes are in the answers.
   *
   * @param tableVersion grows with every published change
   */
  public record Applied(long tableVersion) {}

  private RoutingActor() {}
}

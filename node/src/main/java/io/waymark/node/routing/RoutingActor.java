package io.waymark.node.routing;

import io.waymark.node.admin.Explainer;
import io.waymark.protocol.dns.WireName;
import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.location.LocationIndex;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.Violation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
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
   * @param created orders profiles by their creation: of several that claim one domain name the
   *     first answers
   */
  public record Change(String name, @Nullable Profile profile, long created) {}

  /** What is now believed of an endpoint. */
  public record VerdictChanged(EndpointId endpoint, Verdict verdict) implements Command {}

  /** Where clients and regions are from now on. */
  public record PlacesChanged(LocationIndex index) implements Command {}

  /**
   * Asks how an answer comes about.
   *
   * @param name a domain name, or the name of a profile
   * @param type the query type's number
   * @param typeName how the reply names it
   */
  public record Explain(
      String name,
      int type,
      String typeName,
      IpAddress client,
      ActorRef<Explainer.Explanation> replyTo)
      implements Command {}

  /**
   * The changes are in the answers.
   *
   * @param tableVersion grows with every published change
   */
  public record Applied(long tableVersion) {}

  /** It is time to write what is believed. */
  private enum Snapshot implements Command {
    INSTANCE
  }

  private static final Duration SNAPSHOT_INTERVAL = Duration.ofSeconds(2);

  private final Publisher publisher;
  private final HealthSnapshot snapshot;
  private final InstantSource clock;
  private final VersionRecords versions;
  private final AnswerStory story;
  private final RandomGenerator random;

  private RoutingActor(
      Publisher publisher,
      HealthSnapshot snapshot,
      VersionRecords versions,
      InstantSource clock,
      RandomGenerator random) {
    this.publisher = publisher;
    this.snapshot = snapshot;
    this.versions = versions;
    this.clock = clock;
    this.story = new AnswerStory(publisher);
    this.random = random;
  }

  /**
   * @param publisher owned by the actor from now on
   * @param snapshot the file that keeps verdicts over a restart; owned by the actor from now on
   * @param versions the records that tell what is answered from
   * @param clock says since when a verdict holds
   * @param random for the draws that explain shows
   */
  public static Behavior<Command> create(
      Publisher publisher,
      HealthSnapshot snapshot,
      VersionRecords versions,
      InstantSource clock,
      RandomGenerator random) {
    RoutingActor actor = new RoutingActor(publisher, snapshot, versions, clock, random);
    return Behaviors.withTimers(timers -> {
      timers.startTimerWithFixedDelay(Snapshot.INSTANCE, SNAPSHOT_INTERVAL);
      return Behaviors.receive(Command.class)
          .onAnyMessage(command -> {
            actor.receive(command);
            return Behaviors.same();
          })
          .onSignal(
              PostStop.class,
              signal -> {
                snapshot.close();
                return Behaviors.same();
              })
          .build();
    });
  }

  private void receive(Command command) {
    switch (command) {
      case ProfilesChanged(List<Change> changes, ActorRef<Applied> replyTo) -> {
        Map<String, @Nullable Profile> byName = new LinkedHashMap<>();
        Map<String, Long> created = new HashMap<>();
        changes.forEach(change -> {
          byName.put(change.name(), change.profile());
          created.put(Profile.key(change.name()), change.created());
        });
        publisher.profiles(byName, created);
        versions.refresh(publisher);
        replyTo.tell(new Applied(publisher.table().version()));
      }
      case VerdictChanged(EndpointId endpoint, Verdict verdict) -> {
        publisher.verdict(endpoint, verdict);
        snapshot.put(endpoint, verdict, clock.instant());
      }
      case PlacesChanged(LocationIndex index) -> {
        publisher.places(index);
        versions.refresh(publisher);
      }
      case Snapshot _ -> {
        snapshot.writeSoon();
        versions.refresh(publisher);
      }
      case Explain explain -> explain.replyTo().tell(explanation(explain));
    }
  }

  private Explainer.Explanation explanation(Explain explain) {
    Profile profile = publisher.profile(explain.name());
    byte[] wire;
    try {
      wire = WireName.of(profile == null ? explain.name() : profile.dnsConfig().fqdn());
    } catch (IllegalArgumentException e) {
      return new Explainer.BadArgument(
          new Violation("name", explain.name(), "must be a domain name or a profile's name"));
    }
    if (publisher.zones().enclosing(wire) == null) {
      return new Explainer.NameNotFound(
          "there is no profile named "
              + explain.name()
              + ", and it is no name in a zone served here");
    }
    return new Explainer.Explained(
        story.tell(wire, explain.type(), explain.typeName(), explain.client(), random.nextLong()));
  }
}

package io.waymark.node;

import com.typesafe.config.ConfigFactory;
import io.waymark.node.prober.ProbeCounters;
import io.waymark.node.prober.ProberActor;
import io.waymark.node.profile.AuditLog;
import io.waymark.node.profile.ProfileActor;
import io.waymark.node.routing.HealthSnapshot;
import io.waymark.node.routing.Publisher;
import io.waymark.node.routing.RoutingActor;
import io.waymark.node.settings.NodeSettings;
import io.waymark.node.store.DurableStore;
import io.waymark.protocol.net.Prefix;
import io.waymark.protocol.profile.Policy;
import io.waymark.protocol.profile.TargetRules;
import io.waymark.protocol.routing.RoutingPlan;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The actor system that lives as long as the process, and the actors in it. Queries do not need it:
 * it may stop, and the answers stay as they are.
 *
 * <p>An actor that throws is resumed with what it knew: a message is lost and logged, and the last
 * good state goes on.
 */
record NodeSystem(
    ActorSystem<Void> system,
    ActorRef<RoutingActor.Command> routing,
    ActorRef<ProberActor.Command> prober,
    ActorRef<ProfileActor.Command> profiles) {

  /** An edit that is not in the answers by then is reported as stored but not yet confirmed. */
  private static final Duration PUBLISH_WITHIN = Duration.ofSeconds(3);

  /** What the actors work with. */
  record Parts(
      NodeSettings settings,
      DurableStore store,
      Publisher publisher,
      HealthSnapshot snapshot,
      AuditLog audit,
      Set<String> reservedNames,
      ProbeCounters probeCounters) {}

  private record Actors(
      ActorRef<RoutingActor.Command> routing,
      ActorRef<ProberActor.Command> prober,
      ActorRef<ProfileActor.Command> profiles) {}

  /** Starts the actors; the prober begins to probe. */
  static NodeSystem start(Parts parts) {
    CompletableFuture<Actors> started = new CompletableFuture<>();
    Behavior<Void> guardian =
        Behaviors.setup(context -> {
          ActorRef<RoutingActor.Command> routing =
              context.spawn(
                  resumed(
                      RoutingActor.create(
                          parts.publisher(),
                          parts.snapshot(),
                          InstantSource.system(),
                          RandomGenerator.getDefault())),
                  "routing");
          ActorRef<ProberActor.Command> prober =
              context.spawn(resumed(prober(parts, routing)), "prober");
          // Before the profiles, so that what was known greets each endpoint it was known of.
          prober.tell(new ProberActor.Restore(parts.snapshot().known()));
          ActorRef<ProfileActor.Command> profiles =
              context.spawn(resumed(profiles(parts, routing, prober)), "profiles");
          started.complete(new Actors(routing, prober, profiles));
          return Behaviors.empty();
        });
    ActorSystem<Void> system =
        ActorSystem.create(
            guardian,
            "waymark-node",
            ConfigFactory.parseResources(NodeSystem.class, "node-system.conf")
                .withFallback(ConfigFactory.load())
                .resolve());
    system
        .getWhenTerminated()
        .whenComplete((done, failure) ->
            started.completeExceptionally(
                new IllegalStateException("the actor system ended while it started")));
    Actors actors = started.join();
    return new NodeSystem(system, actors.routing(), actors.prober(), actors.profiles());
  }

  private static <T> Behavior<T> resumed(Behavior<T> behavior) {
    return Behaviors.supervise(behavior).onFailure(SupervisorStrategy.resume());
  }

  private static Behavior<ProberActor.Command> prober(
      Parts parts, ActorRef<RoutingActor.Command> routing) {
    NodeSettings.Prober settings = parts.settings().prober();
    List<Prefix> denied = deniedTargets(settings);
    return ProberActor.create(
        settings,
        routing,
        address -> TargetRules.check(address, settings.allowLoopback(), denied),
        Build.read().version(),
        parts.probeCounters());
  }

  private static Behavior<ProfileActor.Command> profiles(
      Parts parts, ActorRef<RoutingActor.Command> routing, ActorRef<ProberActor.Command> prober) {
    NodeSettings settings = parts.settings();
    Policy.Targets targets =
        new Policy.Targets(settings.prober().allowLoopback(), deniedTargets(settings.prober()));
    return ProfileActor.create(
        new ProfileActor.Surroundings(
            parts.store(),
            routing,
            prober,
            parts.audit(),
            InstantSource.system(),
            settings.dns().zones().stream().map(NodeSettings.Zone::name).toList(),
            parts.reservedNames(),
            new Policy(null, targets, RoutingPlan.METHODS),
            PUBLISH_WITHIN));
  }

  private static List<Prefix> deniedTargets(NodeSettings.Prober settings) {
    return settings.deniedTargets().stream().map(Prefix::parse).toList();
  }
}

package io.waymark.node;

import com.typesafe.config.ConfigFactory;
import io.waymark.node.fleet.FleetCounters;
import io.waymark.node.fleet.FleetLink;
import io.waymark.node.fleet.PeersActor;
import io.waymark.node.fleet.SurveyActor;
import io.waymark.node.fleet.Vitals;
import io.waymark.node.health.HealthActor;
import io.waymark.node.prober.ProbeCounters;
import io.waymark.node.prober.ProberActor;
import io.waymark.node.profile.AuditLog;
import io.waymark.node.profile.Configuration;
import io.waymark.node.profile.ProfileActor;
import io.waymark.node.routing.HealthSnapshot;
import io.waymark.node.routing.Publisher;
import io.waymark.node.routing.RoutingActor;
import io.waymark.node.routing.VersionRecords;
import io.waymark.node.settings.NodeSettings;
import io.waymark.node.store.DurableStore;
import io.waymark.protocol.fleet.NodeId;
import io.waymark.protocol.fleet.Pulse;
import io.waymark.protocol.net.Prefix;
import io.waymark.protocol.profile.TargetRules;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
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
    ActorRef<SurveyActor.Command> surveys,
    ActorRef<HealthActor.Command> health,
    ActorRef<ProfileActor.Command> profiles,
    ActorRef<PeersActor.Command> peers) {

  /** An edit that is not in the answers by then is reported as stored but not yet confirmed. */
  private static final Duration PUBLISH_WITHIN = Duration.ofSeconds(3);

  /**
   * What the actors work with.
   *
   * @param configuration what is known, and published already
   * @param others is told of entities that are no profiles
   * @param served which versions this node answers from
   * @param queriesPerSecond of late
   */
  record Parts(
      NodeSettings settings,
      NodeId node,
      DurableStore store,
      Configuration configuration,
      Publisher publisher,
      HealthSnapshot snapshot,
      VersionRecords versions,
      ProfileActor.Others others,
      AuditLog audit,
      ProbeCounters probeCounters,
      FleetLink fleet,
      FleetCounters fleetCounters,
      Vitals vitals,
      Supplier<Pulse.Served> served,
      Supplier<Double> queriesPerSecond) {}

  private record Actors(
      ActorRef<RoutingActor.Command> routing,
      ActorRef<HealthActor.Command> health,
      ActorRef<ProfileActor.Command> profiles,
      ActorRef<PeersActor.Command> peers) {}

  /** Starts the actors; the prober begins to probe. */
  static NodeSystem start(Parts parts) {
    CompletableFuture<Actors> started = new CompletableFuture<>();
    CompletableFuture<ActorRef<ProberActor.Command>> prober = new CompletableFuture<>();
    Behavior<Void> guardian =
        Behaviors.setup(context -> {
          // Greater than in each life before, unless the clock was set back meanwhile.
          long incarnation = System.currentTimeMillis();
          ActorRef<RoutingActor.Command> routing =
              context.spawn(
                  resumed(
                      RoutingActor.create(
                          parts.publisher(),
                          parts.snapshot(),
                          parts.versions(),
                          InstantSource.system(),
                          RandomGenerator.getDefault())),
                  "routing");
          ActorRef<HealthActor.Command> health =
              context.spawn(resumed(health(parts, incarnation, prober, routing)), "health");
          CompletableFuture<ActorRef<PeersActor.Command>> peersKnown = new CompletableFuture<>();
          ActorRef<ProfileActor.Command> profiles =
              context.spawn(resumed(profiles(parts, routing, health, peersKnown)), "profiles");
          ActorRef<PeersActor.Command> peers =
              context.spawn(resumed(peers(parts, incarnation, profiles, health)), "peers");
          peersKnown.complete(peers);
          started.complete(new Actors(routing, health, profiles, peers));
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
        .whenComplete((done, failure) -> {
          IllegalStateException ended =
              new IllegalStateException("the actor system ended while it started");
          started.completeExceptionally(ended);
          prober.completeExceptionally(ended);
        });
    Actors actors = started.join();
    return new NodeSystem(
        system,
        actors.routing(),
        surveys(parts, system, prober.join()),
        actors.health(),
        actors.profiles(),
        actors.peers());
  }

  /** The prober is a child of another actor, and known only once that runs. */
  private static ActorRef<SurveyActor.Command> surveys(
      Parts parts, ActorSystem<Void> system, ActorRef<ProberActor.Command> prober) {
    return system.systemActorOf(
        resumed(
            SurveyActor.create(
                parts.node().name(),
                parts.node().region(),
                RandomGenerator.getDefault().nextLong(),
                parts.fleet(),
                prober)),
        "surveys",
        Props.empty());
  }

  private static <T> Behavior<T> resumed(Behavior<T> behavior) {
    return Behaviors.supervise(behavior).onFailure(SupervisorStrategy.resume());
  }

  private static Behavior<HealthActor.Command> health(
      Parts parts,
      long incarnation,
      CompletableFuture<ActorRef<ProberActor.Command>> prober,
      ActorRef<RoutingActor.Command> routing) {
    NodeSettings.Prober settings = parts.settings().prober();
    List<Prefix> denied = deniedTargets(settings);
    return HealthActor.create(
        parts.node().name(),
        incarnation,
        parts.snapshot().known(),
        ballots ->
            resumed(
                ProberActor.create(
                    settings,
                    ballots,
                    address -> TargetRules.check(address, settings.allowLoopback(), denied),
                    Build.read().version(),
                    parts.probeCounters())),
        prober::complete,
        routing,
        parts.fleet(),
        parts.vitals(),
        InstantSource.system(),
        NodeSystem::monotonicMillis);
  }

  private static Behavior<ProfileActor.Command> profiles(
      Parts parts,
      ActorRef<RoutingActor.Command> routing,
      ActorRef<HealthActor.Command> health,
      CompletableFuture<ActorRef<PeersActor.Command>> peers) {
    return ProfileActor.create(
        new ProfileActor.Surroundings(
            parts.store(),
            parts.configuration(),
            routing,
            health,
            parts.fleet(),
            parts.vitals(),
            marks -> {
              var _ = peers.thenAccept(known -> known.tell(new PeersActor.Held(marks)));
            },
            parts.others(),
            parts.audit(),
            InstantSource.system(),
            PUBLISH_WITHIN));
  }

  private static Behavior<PeersActor.Command> peers(
      Parts parts,
      long incarnation,
      ActorRef<ProfileActor.Command> profiles,
      ActorRef<HealthActor.Command> health) {
    NodeSettings.Fleet fleet = parts.settings().fleet();
    return PeersActor.create(
        new PeersActor.Surroundings(
            parts.node(),
            incarnation,
            parts.configuration().replica().writer(),
            RandomGenerator.getDefault().nextLong(),
            fleet.advertise()::toString,
            fleet.peers().stream().map(NodeSettings.Listen::toString).toList(),
            parts.settings().prober().enabled(),
            Build.read().version(),
            parts.vitals(),
            parts.served(),
            parts.queriesPerSecond(),
            parts.fleet(),
            parts.fleetCounters(),
            profiles,
            health,
            NodeSystem::monotonicMillis,
            InstantSource.system()));
  }

  private static long monotonicMillis() {
    return System.nanoTime() / 1_000_000;
  }

  static List<Prefix> deniedTargets(NodeSettings.Prober settings) {
    return settings.deniedTargets().stream().map(Prefix::parse).toList();
  }
}

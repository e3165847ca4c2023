package io.waymark.node.health;

import io.waymark.node.fleet.FleetLink;
import io.waymark.node.fleet.Vitals;
import io.waymark.node.prober.Ballot;
import io.waymark.node.prober.ProbePlan;
import io.waymark.node.prober.ProberActor;
import io.waymark.node.routing.RoutingActor;
import io.waymark.protocol.fleet.Pulse;
import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.health.Vote;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.replica.VoteBlock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * The actor that keeps the {@link HealthBook}: it passes this node's votes to the fleet and the
 * fleet's to the book, and what follows to the prober and to routing.
 */
public final class HealthActor {
  /** What it is told. */
  public sealed interface Command {}

  /** A profile was created, replaced or (null) deleted. */
  public record ProfileChanged(String name, @Nullable Profile profile) implements Command {}

  /** What this node's prober says of an endpoint. */
  private record Voted(Ballot ballot) implements Command {}

  /** A block of votes changed, this node's or another's; this is its whole content. */
  public record BlockChanged(String key, VoteBlock block) implements Command {}

  /** The nodes alive changed, or what they say they are. */
  public record NodesAlive(List<Pulse> fresh) implements Command {}

  /** A new clustered system has started, and knows nothing yet. */
  public record FleetStarted() implements Command {}

  /** Asks what is known of these endpoints. */
  public record GetHealth(List<EndpointId> endpoints, ActorRef<Health> replyTo)
      implements Command {}

  /**
   * What is known; endpoints that nobody probes are missing.
   *
   * @param regions of the nodes ever heard, by name
   * @param alive the names of those that are
   */
  public record Health(
      Map<EndpointId, HealthBook.Known> endpoints,
      Map<String, String> regions,
      Set<String> alive) {}

  /** Asks who should probe an endpoint now. */
  public record GetProbers(EndpointId endpoint, ActorRef<Probers> replyTo) implements Command {}

  /**
   * @param regions of the probers, by name; empty where nobody should
   */
  public record Probers(Map<String, String> regions) {}

  private enum Flush implements Command {
    INSTANCE
  }

  private enum Tick implements Command {
    INSTANCE
  }

  /** Votes that come within this time of the first leave together. */
  private static final Duration BATCH = Duration.ofMillis(20);

  private static final Duration TICK = Duration.ofSeconds(1);

  private final TimerScheduler<Command> timers;
  private final HealthBook book;
  private final FleetLink fleet;
  private final Vitals vitals;
  private final LongSupplier monotonic;
  private final Set<String> followed = new HashSet<>();
  private final Map<String, String> regions = new HashMap<>();
  private Set<String> alive = Set.of();

  private HealthActor(
      TimerScheduler<Command> timers,
      HealthBook book,
      FleetLink fleet,
      Vitals vitals,
      LongSupplier monotonic) {
    this.timers = timers;
    this.book = book;
    this.fleet = fleet;
    this.vitals = vitals;
    this.monotonic = monotonic;
  }

  /**
   * @param self this node's name
   * @param epoch of its votes, greater than in each life before
   * @param restored what was believed before this life
   * @param prober makes the prober, which tells what it finds to whom it is given
   * @param started is told of the prober
   * @param monotonic a clock in milliseconds that never goes back
   */
  public static Behavior<Command> create(
      String self,
      long epoch,
      Map<EndpointId, HealthBook.Known> restored,
      Function<ActorRef<Ballot>, Behavior<ProberActor.Command>> prober,
      Consumer<ActorRef<ProberActor.Command>> started,
      ActorRef<RoutingActor.Command> routing,
      FleetLink fleet,
      Vitals vitals,
      InstantSource clock,
      LongSupplier monotonic) {
    return Behaviors.setup(context -> {
      ActorRef<ProberActor.Command> child =
          context.spawn(prober.apply(context.messageAdapter(Ballot.class, Voted::new)), "prober");
      started.accept(child);
      HealthBook book =
          new HealthBook(
              self,
              epoch,
              clock,
              new HealthBook.Effects() {
                @Override
                public void probe(String profileKey, Map<EndpointId, ProbePlan> plans) {
                  child.tell(new ProberActor.Assigned(profileKey, plans));
                }

                @Override
                public void verdict(EndpointId endpoint, Verdict verdict, Instant since) {
                  routing.tell(new RoutingActor.VerdictChanged(endpoint, verdict));
                }
              });
      book.restore(restored);
      vitals.votes(book.voteVersion());
      return Behaviors.withTimers(timers -> {
        HealthActor actor = new HealthActor(timers, book, fleet, vitals, monotonic);
        timers.startTimerWithFixedDelay(Tick.INSTANCE, TICK);
        return Behaviors.receiveMessage(command -> {
          actor.receive(command);
          return Behaviors.same();
        });
      });
    });
  }

  private void receive(Command command) {
    long now = monotonic.getAsLong();
    switch (command) {
      case ProfileChanged(String name, Profile profile) -> book.profile(name, profile, now);
      case Voted(Ballot(EndpointId endpoint, Vote vote, Instant since, String reason)) ->
          book.own(endpoint, vote == null ? null : new HealthBook.Word(vote, reason, since), now);
      case BlockChanged(String key, VoteBlock block) -> book.block(key, block, now);
      case NodesAlive(List<Pulse> fresh) -> {
        fresh.forEach(pulse -> {
          regions.put(pulse.node().name(), pulse.node().region());
          follow(pulse.node().name());
        });
        alive = fresh.stream().map(pulse -> pulse.node().name()).collect(Collectors.toSet());
        book.alive(fresh, now);
      }
      case FleetStarted _ -> {
        followed.clear();
        regions.keySet().forEach(this::follow);
        fleet.cast(book.allCasts());
      }
      case GetHealth(List<EndpointId> endpoints, ActorRef<Health> replyTo) ->
          replyTo.tell(new Health(book.known(endpoints), Map.copyOf(regions), alive));
      case GetProbers(EndpointId endpoint, ActorRef<Probers> replyTo) -> {
        Map<String, String> probers = new TreeMap<>();
        book.assigned(endpoint).forEach(name -> probers.put(name, regions.getOrDefault(name, "")));
        replyTo.tell(new Probers(probers));
      }
      case Tick _ -> book.tick(now);
      case Flush _ -> {
        fleet.cast(book.takeCasts());
        vitals.votes(book.voteVersion());
      }
    }
    if (book.hasCasts() && !timers.isTimerActive(Flush.INSTANCE)) {
      timers.startSingleTimer(Flush.INSTANCE, BATCH);
    }
  }

  private void follow(String prober) {
    if (followed.add(prober)) {
      HealthBook.voteKeys(prober).forEach(fleet::followVotes);
    }
  }
}

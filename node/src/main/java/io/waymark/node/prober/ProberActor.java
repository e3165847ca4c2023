package io.waymark.node.prober;

import io.waymark.node.routing.RoutingActor;
import io.waymark.node.settings.NodeSettings;
import io.waymark.protocol.health.ProbeResult;
import io.waymark.protocol.health.ProbeSchedule;
import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.Profile;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * The actor that sees to it that every endpoint that should be probed is, and passes on what its
 * probes find.
 *
 * <p>An endpoint is first probed within a second of being told of, then start to start every
 * interval. At most {@link #IN_FLIGHT_MAX} probes are in flight; a probe that is due beyond that
 * waits for its turn, once, and its endpoint's interval is counted anew from when it starts. So
 * above capacity intervals stretch and nothing piles up.
 */
public final class ProberActor {
  /**
   * Probes in flight at once. Each holds a socket, and some 50 KiB in a TLS handshake; endpoints
   * that hang hold theirs for the whole timeout.
   */
  public static final int IN_FLIGHT_MAX = 2_000;

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

  /**
   * Probes at once, besides the schedule; the result counts like any other. Where a probe of the
   * endpoint is in flight, its result is the reply.
   */
  public record ProbeNow(EndpointId endpoint, ActorRef<ProbedNow> replyTo) implements Command {}

  /**
   * What was believed before this process started: it is what {@link GetHealth} tells of an
   * endpoint until a probe has found otherwise or its settings change.
   */
  public record Restore(Map<EndpointId, Observation> known) implements Command {}

  /**
   * This node's own uplink became suspect or is trusted again. While it is suspect every vote is
   * withdrawn and failures count for nothing; then each vote returns with a result that counts.
   *
   * @param suspicion why it is suspect, for people; null when it no longer is
   */
  public record UplinkChanged(@Nullable String suspicion) implements Command {}

  /** It is time for this endpoint's next probe. */
  private record Due(Watch watch) implements Command {}

  /** A probe ended. */
  private record Probed(Watch watch, ProbeResult result) implements Command {}

  /** A probe could not be made. */
  private record Missed(Watch watch, String reason) implements Command {}

  /** What is known; endpoints never probed are missing. */
  public record Health(Map<EndpointId, Observation> observations) {}

  /**
   * What a probe at once came to.
   *
   * @param result null when the endpoint is not probed by this node
   */
  public record ProbedNow(EndpointId endpoint, @Nullable ProbeResult result) {}

  /**
   * One endpoint as this node's prober sees it.
   *
   * @param since when the verdict became what it is
   * @param reason of the last result, for people
   * @param roundTripMs of the last success; null when there was none
   */
  public record Observation(
      Verdict verdict, Instant since, String reason, @Nullable Long roundTripMs) {}

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final ActorRef<RoutingActor.Command> routing;
  private final Probes probes;
  private final ProbeCounters counters;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final int inFlightMax;

  private final Map<EndpointId, Watch> watches = new HashMap<>();
  private final Map<String, Set<EndpointId>> endpointsOf = new HashMap<>();
  private final Map<EndpointId, Observation> restored = new HashMap<>();
  private final Deque<Watch> waiting = new ArrayDeque<>();
  private int inFlight;
  private @Nullable String suspicion;

  private ProberActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ActorRef<RoutingActor.Command> routing,
      Probes probes,
      ProbeCounters counters,
      InstantSource clock,
      RandomGenerator random,
      int inFlightMax) {
    this.context = context;
    this.timers = timers;
    this.routing = routing;
    this.probes = probes;
    this.counters = counters;
    this.clock = clock;
    this.random = random;
    this.inFlightMax = inFlightMax;
  }

  /**
   * A prober that connects to the endpoints over the network, or, where the settings say so, one
   * that probes nothing.
   *
   * @param routing is told when a verdict changes
   * @param guard says which addresses are not to be connected to
   * @param version of this software, for the User-Agent header
   */
  public static Behavior<Command> create(
      NodeSettings.Prober settings,
      ActorRef<RoutingActor.Command> routing,
      TargetGuard guard,
      String version,
      ProbeCounters counters) {
    if (!settings.enabled()) {
      return resting(Map.of());
    }
    return Behaviors.setup(context -> {
      Probes probes = probes(settings, guard, version, counters);
      if (!settings.canaries().isEmpty()) {
        // The operator names them, so nothing keeps them from being connected to; and they are no
        // endpoints, so they count nowhere.
        Probes canaries = probes(settings, _ -> null, version, new ProbeCounters());
        context.spawn(
            CanaryActor.create(settings.canaries(), canaries, counters, context.getSelf()),
            "canaries");
      }
      return create(
          routing,
          probes,
          counters,
          InstantSource.system(),
          RandomGenerator.getDefault(),
          IN_FLIGHT_MAX);
    });
  }

  private static Probes probes(
      NodeSettings.Prober settings, TargetGuard guard, String version, ProbeCounters counters) {
    List<InetSocketAddress> upstream =
        settings.resolver().stream()
            .map(listen -> new InetSocketAddress(listen.address().toString(), listen.port()))
            .toList();
    return new NettyProbes(NettyProbes.THREADS_DEFAULT, version, upstream, guard, null, counters);
  }

  /**
   * A prober with all that it depends on.
   *
   * @param probes closed when the actor stops
   * @param clock says since when a verdict holds; the schedule runs on the actor system's timers
   * @param random draws when, within its first second, an endpoint is first probed
   * @param inFlightMax probes in flight at once, at least 1
   */
  public static Behavior<Command> create(
      ActorRef<RoutingActor.Command> routing,
      Probes probes,
      ProbeCounters counters,
      InstantSource clock,
      RandomGenerator random,
      int inFlightMax) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers ->
            new ProberActor(context, timers, routing, probes, counters, clock, random, inFlightMax)
                .running()));
  }

  private static Behavior<Command> resting(Map<EndpointId, Observation> restored) {
    return Behaviors.receiveMessage(command -> {
      switch (command) {
        case Restore(Map<EndpointId, Observation> known) -> {
          return resting(known);
        }
        case GetHealth(List<EndpointId> endpoints, ActorRef<Health> replyTo) -> {
          Map<EndpointId, Observation> asked = new LinkedHashMap<>(restored);
          asked.keySet().retainAll(Set.copyOf(endpoints));
          replyTo.tell(new Health(asked));
        }
        case ProbeNow(EndpointId endpoint, ActorRef<ProbedNow> replyTo) ->
            replyTo.tell(new ProbedNow(endpoint, null));
        case ProfileChanged _, UplinkChanged _, Due _, Probed _, Missed _ -> {}
      }
      return Behaviors.same();
    });
  }

  private Behavior<Command> running() {
    return Behaviors.receive(
        (_, command) -> {
          switch (command) {
            case Restore(Map<EndpointId, Observation> known) -> restored.putAll(known);
            case ProfileChanged(String name, Profile profile) -> profileChanged(name, profile);
            case GetHealth(List<EndpointId> endpoints, ActorRef<Health> replyTo) ->
                replyTo.tell(health(endpoints));
            case ProbeNow now -> probeNow(now);
            case UplinkChanged(String why) -> uplinkChanged(why);
            case Due(Watch watch) -> due(watch);
            case Probed(Watch watch, ProbeResult result) -> {
              boolean inDoubt = suspicion != null || watch.begunInDoubt;
              if (!stale(watch) && watch.learned(result, inDoubt, clock.instant())) {
                restored.remove(watch.endpoint);
                cast(watch.ballot());
              }
              ended(watch, result);
            }
            case Missed(Watch watch, String reason) -> {
              watch.missed(reason);
              ended(watch, new ProbeResult.Failed(reason));
            }
          }
          return Behaviors.same();
        },
        (_, signal) -> {
          if (signal instanceof PostStop || signal instanceof PreRestart) {
            probes.close();
          }
          return Behaviors.same();
        });
  }

  private void profileChanged(String name, @Nullable Profile profile) {
    Map<EndpointId, ProbePlan> plans = profile == null ? Map.of() : ProbePlan.allOf(profile);
    String key = name.toLowerCase(Locale.ROOT);
    for (EndpointId was : endpointsOf.getOrDefault(key, Set.of())) {
      if (!plans.containsKey(was)) {
        stop(was);
      }
    }
    plans.forEach(this::watch);
    if (plans.isEmpty()) {
      endpointsOf.remove(key);
    } else {
      endpointsOf.put(key, plans.keySet());
    }
  }

  private void watch(EndpointId endpoint, ProbePlan plan) {
    Watch was = watches.get(endpoint);
    if (was != null && was.plan.equals(plan)) {
      return;
    }
    stop(endpoint);
    Watch watch = new Watch(endpoint, plan, clock.instant());
    if (suspicion != null) {
      watch.withdraw(suspicion);
    }
    watches.put(endpoint, watch);
    ProbeSchedule schedule = ProbeSchedule.drawn(plan.interval(), random);
    startTimer(watch, schedule.phase());
  }

  private void stop(EndpointId endpoint) {
    Watch watch = watches.remove(endpoint);
    if (watch == null) {
      return;
    }
    timers.cancel(endpoint);
    restored.remove(endpoint);
    waiting.remove(watch);
    // What was believed was of the old settings, and must not greet the endpoint's return.
    cast(new Ballot(endpoint, null, clock.instant(), "not probed any more"));
    reply(watch, null);
  }

  private void startTimer(Watch watch, Duration first) {
    timers.startTimerAtFixedRate(watch.endpoint, new Due(watch), first, watch.plan.interval());
  }

  private void due(Watch watch) {
    if (stale(watch)) {
      return;
    }
    switch (watch.turn) {
      case IDLE -> {
        if (inFlight < inFlightMax) {
          start(watch);
        } else {
          watch.turn = Watch.Turn.WAITING;
          waiting.addLast(watch);
        }
      }
      case IN_FLIGHT -> watch.turn = Watch.Turn.OVERDUE;
      case WAITING, OVERDUE -> {}
    }
  }

  private void probeNow(ProbeNow now) {
    Watch watch = watches.get(now.endpoint());
    if (watch == null) {
      now.replyTo().tell(new ProbedNow(now.endpoint(), null));
      return;
    }
    watch.asking.add(now.replyTo());
    if (watch.turn == Watch.Turn.IDLE && inFlight < inFlightMax) {
      start(watch);
    } else if (watch.turn == Watch.Turn.IDLE || watch.turn == Watch.Turn.WAITING) {
      waiting.remove(watch);
      watch.turn = Watch.Turn.WAITING;
      waiting.addFirst(watch);
    }
  }

  private void start(Watch watch) {
    watch.turn = Watch.Turn.IN_FLIGHT;
    watch.begunInDoubt = suspicion != null;
    inFlight++;
    context.pipeToSelf(
        probes.probe(watch.plan),
        (result, failure) ->
            failure == null
                ? new Probed(watch, result)
                : new Missed(watch, String.valueOf(failure.getMessage())));
  }

  private void ended(Watch watch, ProbeResult result) {
    inFlight--;
    boolean overdue = watch.turn == Watch.Turn.OVERDUE;
    watch.turn = Watch.Turn.IDLE;
    if (!stale(watch)) {
      reply(watch, result);
    }
    // Those that waited come first, or endpoints that hang would pass their turns on to themselves.
    startWaiting();
    if (overdue) {
      due(watch);
    }
  }

  private void startWaiting() {
    while (inFlight < inFlightMax && !waiting.isEmpty()) {
      Watch next = waiting.removeFirst();
      counters.countStretched();
      // Counted from now, so that endpoints that crowd one moment spread out.
      startTimer(next, next.plan.interval());
      start(next);
    }
  }

  private void uplinkChanged(@Nullable String why) {
    suspicion = why;
    if (why != null) {
      for (Watch watch : watches.values()) {
        if (watch.withdraw(why)) {
          cast(watch.ballot());
        }
      }
    }
  }

  /** Every change of what this node says goes out here, and nowhere else. */
  private void cast(Ballot ballot) {
    routing.tell(new RoutingActor.VerdictChanged(ballot.endpoint(), ballot.alone()));
  }

  private boolean stale(Watch watch) {
    return watches.get(watch.endpoint) != watch;
  }

  private static void reply(Watch watch, @Nullable ProbeResult result) {
    watch.asking.forEach(asked -> asked.tell(new ProbedNow(watch.endpoint, result)));
    watch.asking.clear();
  }

  private Health health(List<EndpointId> endpoints) {
    Map<EndpointId, Observation> known = new LinkedHashMap<>();
    for (EndpointId endpoint : endpoints) {
      Watch watch = watches.get(endpoint);
      Observation observation =
          watch == null ? null : restored.getOrDefault(endpoint, watch.observation());
      if (observation != null) {
        known.put(endpoint, observation);
      }
    }
    return new Health(known);
  }
}

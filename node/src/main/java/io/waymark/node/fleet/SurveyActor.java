package io.waymark.node.fleet;

import io.waymark.node.prober.ProberActor;
import io.waymark.protocol.health.ProbeResult;
import io.waymark.protocol.profile.EndpointId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * The actor that asks several nodes' probers what they see, and answers for this node's. Nothing is
 * asked twice: who has not answered in time is missing.
 */
public final class SurveyActor {
  /** What it is told. */
  public sealed interface Command {}

  /** Another node asks, or answers. */
  public record Arrived(FleetMessage.Survey message) implements Command {}

  /** Has these nodes, this one perhaps among them, probe an endpoint at once. */
  public record Probe(
      EndpointId endpoint, Set<String> nodes, Duration within, ActorRef<Probed> replyTo)
      implements Command {}

  /**
   * @param byNode what those found that answered in time
   */
  public record Probed(Map<String, Found> byNode) {}

  /**
   * @param result null when the node does not probe the endpoint
   */
  public record Found(String region, @Nullable ProbeResult result) {}

  /** Asks these nodes what they last saw of a profile's endpoints. */
  public record Observe(
      String profile,
      List<String> endpoints,
      Set<String> nodes,
      Duration within,
      ActorRef<Observed> replyTo)
      implements Command {}

  /**
   * @param byNode what those see that answered in time; endpoints that they do not probe are
   *     missing
   */
  public record Observed(Map<String, Map<EndpointId, FleetMessage.Observation>> byNode) {}

  /** The prober has said what is to be answered. */
  private record Answer(String to, FleetMessage.Survey message) implements Command {}

  private record TimeIsUp(long id) implements Command {}

  private static final class Open {
    final Set<String> missing;
    final Map<String, FleetMessage.Survey> answers = new TreeMap<>();
    final Consumer<Map<String, FleetMessage.Survey>> reply;

    Open(Set<String> nodes, Consumer<Map<String, FleetMessage.Survey>> reply) {
      this.missing = new HashSet<>(nodes);
      this.reply = reply;
    }
  }

  /** The prober answers long before; this ends what it never answers. */
  private static final Duration PROBER_WITHIN = Duration.ofSeconds(20);

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final String self;
  private final String region;
  private final FleetLink fleet;
  private final ActorRef<ProberActor.Command> prober;
  private final Map<Long, Open> open = new HashMap<>();
  private long lastId;

  private SurveyActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      String self,
      String region,
      long firstId,
      FleetLink fleet,
      ActorRef<ProberActor.Command> prober) {
    this.context = context;
    this.timers = timers;
    this.self = self;
    this.region = region;
    this.lastId = firstId;
    this.fleet = fleet;
    this.prober = prober;
  }

  /**
   * @param firstId drawn at random, so that an answer to a former life is none to this one
   */
  public static Behavior<Command> create(
      String self,
      String region,
      long firstId,
      FleetLink fleet,
      ActorRef<ProberActor.Command> prober) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          SurveyActor actor =
              new SurveyActor(context, timers, self, region, firstId, fleet, prober);
          return Behaviors.receiveMessage(command -> {
            actor.receive(command);
            return Behaviors.same();
          });
        }));
  }

  private void receive(Command command) {
    switch (command) {
      case Probe probe -> {
        long id = begin(probe.nodes(), probe.within(), answers -> tell(probe, answers));
        ask(
            probe.nodes(),
            new FleetMessage.ProbeAsked(
                self, id, probe.endpoint().profile(), probe.endpoint().endpoint()));
      }
      case Observe observe -> {
        long id = begin(observe.nodes(), observe.within(), answers -> tell(observe, answers));
        ask(
            observe.nodes(),
            new FleetMessage.ObservationsAsked(self, id, observe.profile(), observe.endpoints()));
      }
      case Arrived(FleetMessage.Survey message) -> arrived(message);
      case Answer(String to, FleetMessage.Survey message) -> {
        if (to.equals(self)) {
          arrived(message);
        } else {
          fleet.tell(to, message);
        }
      }
      case TimeIsUp(long id) -> end(id);
    }
  }

  private long begin(
      Set<String> nodes, Duration within, Consumer<Map<String, FleetMessage.Survey>> reply) {
    long id = ++lastId;
    open.put(id, new Open(nodes, reply));
    if (nodes.isEmpty()) {
      end(id);
    } else {
      timers.startSingleTimer(id, new TimeIsUp(id), within);
    }
    return id;
  }

  private void ask(Set<String> nodes, FleetMessage.Survey question) {
    for (String node : nodes) {
      if (node.equals(self)) {
        arrived(question);
      } else {
        fleet.tell(node, question);
      }
    }
  }

  private void end(long id) {
    timers.cancel(id);
    Open ended = open.remove(id);
    if (ended != null) {
      ended.reply.accept(ended.answers);
    }
  }

  private void arrived(FleetMessage.Survey message) {
    switch (message) {
      case FleetMessage.ProbeAsked asked -> probe(asked);
      case FleetMessage.ObservationsAsked asked -> observe(asked);
      case FleetMessage.ProbeAnswered _, FleetMessage.ObservationsAnswered _ -> {
        Open asked = open.get(message.id());
        if (asked != null && asked.missing.remove(message.from())) {
          asked.answers.put(message.from(), message);
          if (asked.missing.isEmpty()) {
            end(message.id());
          }
        }
      }
    }
  }

  private void probe(FleetMessage.ProbeAsked asked) {
    context.ask(
        ProberActor.ProbedNow.class,
        prober,
        PROBER_WITHIN,
        (ActorRef<ProberActor.ProbedNow> replyTo) ->
            new ProberActor.ProbeNow(new EndpointId(asked.profile(), asked.endpoint()), replyTo),
        (probed, _) ->
            new Answer(asked.from(), answer(asked.id(), probed == null ? null : probed.result())));
  }

  private FleetMessage.ProbeAnswered answer(long id, @Nullable ProbeResult result) {
    return switch (result) {
      case null -> new FleetMessage.ProbeAnswered(self, id, region, null, "", null);
      case ProbeResult.Passed(long roundTripMs) ->
          new FleetMessage.ProbeAnswered(self, id, region, true, "passed", roundTripMs);
      case ProbeResult.Failed(String reason) ->
          new FleetMessage.ProbeAnswered(self, id, region, false, reason, null);
    };
  }

  private void observe(FleetMessage.ObservationsAsked asked) {
    List<EndpointId> endpoints =
        asked.endpoints().stream().map(one -> new EndpointId(asked.profile(), one)).toList();
    context.ask(
        ProberActor.Health.class,
        prober,
        PROBER_WITHIN,
        (ActorRef<ProberActor.Health> replyTo) -> new ProberActor.GetHealth(endpoints, replyTo),
        (health, _) ->
            new Answer(
                asked.from(),
                new FleetMessage.ObservationsAnswered(
                    self,
                    asked.id(),
                    asked.profile(),
                    health == null ? Map.of() : observations(health))));
  }

  private static Map<String, FleetMessage.Observation> observations(ProberActor.Health health) {
    Map<String, FleetMessage.Observation> observations = new TreeMap<>();
    health
        .observations()
        .forEach((id, seen) ->
            observations.put(
                id.endpoint(),
                new FleetMessage.Observation(
                    seen.since().toEpochMilli(), seen.reason(), seen.roundTripMs())));
    return observations;
  }

  private static void tell(Probe probe, Map<String, FleetMessage.Survey> answers) {
    Map<String, Found> found = new TreeMap<>();
    answers.forEach((node, message) -> {
      if (message instanceof FleetMessage.ProbeAnswered answer) {
        found.put(node, new Found(answer.region(), answer.result()));
      }
    });
    probe.replyTo().tell(new Probed(found));
  }

  private static void tell(Observe observe, Map<String, FleetMessage.Survey> answers) {
    Map<String, Map<EndpointId, FleetMessage.Observation>> observed = new TreeMap<>();
    answers.forEach((node, message) -> {
      if (message instanceof FleetMessage.ObservationsAnswered answer) {
        Map<EndpointId, FleetMessage.Observation> byEndpoint = new HashMap<>();
        answer
            .seen()
            .forEach((endpoint, seen) ->
                byEndpoint.put(new EndpointId(observe.profile(), endpoint), seen));
        observed.put(node, byEndpoint);
      }
    });
    observe.replyTo().tell(new Observed(observed));
  }
}

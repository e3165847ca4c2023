package io.waymark.node.prober;

import io.waymark.protocol.health.ProbeResult;
import io.waymark.protocol.health.Uplink;
import io.waymark.protocol.profile.MonitorConfig;
import io.waymark.protocol.profile.ProbeProtocol;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The actor that probes the canaries over TCP, each every {@link #INTERVAL}, and tells the prober
 * when the uplink becomes suspect and when it no longer is.
 */
final class CanaryActor {
  /** From the start of one probe of a canary to the start of the next. */
  static final Duration INTERVAL = Duration.ofSeconds(5);

  private static final int TIMEOUT_SECONDS = 3;
  private static final Logger LOG = LoggerFactory.getLogger(CanaryActor.class);

  /** What it is told. */
  sealed interface Command {}

  /** It is time to probe all of them. */
  private enum Due implements Command {
    INSTANCE
  }

  /** A probe ended. */
  private record Probed(String canary, ProbeResult result) implements Command {}

  /** A probe could not be made, for a reason that says nothing about the uplink. */
  private record Missed(String canary) implements Command {}

  private final ActorContext<Command> context;
  private final Probes probes;
  private final ProbeCounters counters;
  private final ActorRef<ProberActor.Command> prober;
  private final Set<String> inFlight = new HashSet<>();
  private Uplink uplink;

  private CanaryActor(
      ActorContext<Command> context,
      List<String> canaries,
      Probes probes,
      ProbeCounters counters,
      ActorRef<ProberActor.Command> prober) {
    this.context = context;
    this.probes = probes;
    this.counters = counters;
    this.prober = prober;
    this.uplink = Uplink.of(canaries);
  }

  /**
   * @param canaries {@code host:port}, {@code a.b.c.d:port} or {@code [v6]:port}
   * @param probes closed when the actor stops
   * @param counters told whether the uplink is suspect
   */
  static Behavior<Command> create(
      List<String> canaries,
      Probes probes,
      ProbeCounters counters,
      ActorRef<ProberActor.Command> prober) {
    Behavior<Command> behavior =
        Behaviors.setup(context ->
            Behaviors.withTimers(timers -> {
              timers.startTimerAtFixedRate(Due.INSTANCE, Duration.ZERO, INTERVAL);
              return new CanaryActor(context, canaries, probes, counters, prober).running();
            }));
    return Behaviors.supervise(behavior).onFailure(SupervisorStrategy.resume());
  }

  private Behavior<Command> running() {
    return Behaviors.receive(Command.class)
        .onAnyMessage(command -> {
          receive(command);
          return Behaviors.same();
        })
        .onSignal(
            PostStop.class,
            _ -> {
              probes.close();
              return Behaviors.same();
            })
        .build();
  }

  private void receive(Command command) {
    switch (command) {
      case Due _ -> uplink.canaries().keySet().forEach(this::probe);
      case Probed(String canary, ProbeResult result) -> {
        inFlight.remove(canary);
        learned(canary, result);
      }
      case Missed(String canary) -> inFlight.remove(canary);
    }
  }

  private void probe(String canary) {
    if (inFlight.add(canary)) {
      context.pipeToSelf(
          probes.probe(plan(canary)),
          (result, failure) -> failure == null ? new Probed(canary, result) : new Missed(canary));
    }
  }

  private void learned(String canary, ProbeResult result) {
    boolean was = uplink.suspect();
    uplink = uplink.after(canary, result);
    if (uplink.suspect() == was) {
      return;
    }
    counters.uplinkSuspect(!was);
    String suspicion = uplink.suspicion();
    if (suspicion == null) {
      LOG.warn(
          "the uplink is trusted again: {} answers; votes return with the next probes", canary);
      prober.tell(new ProberActor.UplinkChanged(null));
    } else {
      LOG.warn("the uplink is suspect, votes are withdrawn: {}", suspicion);
      prober.tell(new ProberActor.UplinkChanged("this node's uplink is suspect: " + suspicion));
    }
  }

  /** How a canary is probed. */
  static ProbePlan plan(String canary) {
    int colon = canary.lastIndexOf(':');
    String host = canary.substring(0, colon);
    boolean literal = host.startsWith("[");
    return new ProbePlan(
        literal ? host.substring(1, host.length() - 1) : host,
        new MonitorConfig(
            ProbeProtocol.TCP,
            Integer.parseInt(canary.substring(colon + 1)),
            null,
            (int) INTERVAL.toSeconds(),
            TIMEOUT_SECONDS,
            0,
            1,
            false,
            List.of(),
            List.of()),
        List.of());
  }
}

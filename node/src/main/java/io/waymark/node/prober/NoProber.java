package io.waymark.node.prober;

import java.util.Map;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Stands in for the prober on a node that is told not to probe: it knows of no endpoint's health.
 */
public final class NoProber {
  private NoProber() {}

  /** Answers whoever asks, and probes nothing. */
  public static Behavior<ProberActor.Command> create() {
    return Behaviors.receive(ProberActor.Command.class)
        .onMessage(
            ProberActor.GetHealth.class,
            get -> {
              get.replyTo().tell(new ProberActor.Health(Map.of()));
              return Behaviors.same();
            })
        .onMessage(
            ProberActor.ProbeNow.class,
            now -> {
              now.replyTo().tell(new ProberActor.ProbedNow(now.endpoint(), null));
              return Behaviors.same();
            })
        .onAnyMessage(command -> Behaviors.same())
        .build();
  }
}

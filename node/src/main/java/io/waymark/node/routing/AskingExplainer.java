package io.waymark.node.routing;

import io.waymark.node.admin.Explainer;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.profile.Violation;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.xbill.DNS.Type;

/**
 * Explains by asking the routing actor, which alone knows both the profiles and the verdicts of one
 * moment.
 */
public final class AskingExplainer implements Explainer {
  private static final Duration WITHIN = Duration.ofSeconds(3);

  private final ActorRef<RoutingActor.Command> routing;
  private final Scheduler scheduler;

  public AskingExplainer(ActorRef<RoutingActor.Command> routing, Scheduler scheduler) {
    this.routing = routing;
    this.scheduler = scheduler;
  }

  @Override
  public CompletionStage<Explanation> explain(String name, String type, IpAddress client) {
    String typeName = type.toUpperCase(Locale.ROOT);
    int number = Type.value(typeName, true);
    if (number < 0) {
      return CompletableFuture.completedFuture(
          new BadArgument(
              new Violation(
                  "type", type, "must be a query type such as A, AAAA, CNAME, ANY or TYPE65")));
    }
    // No query comes from a mapped address: it comes from the IPv4 address within.
    IpAddress source = client.unmapped();
    return AskPattern.<RoutingActor.Command, Explanation>ask(
        routing,
        replyTo -> new RoutingActor.Explain(name, number, typeName, source, replyTo),
        WITHIN,
        scheduler);
  }
}

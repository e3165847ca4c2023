package io.waymark.node.fleet;

import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.DowningProvider;
import scala.Option;
import scala.concurrent.duration.Duration;
import scala.concurrent.duration.FiniteDuration;

/**
 * Expels nobody from the cluster. A node that cannot be reached may be answering clients all the
 * same, and nothing here depends on who is a member: freshness comes from pulses.
 *
 * <p>Every node must name the same class, for a cluster refuses members that do not, so what it
 * decides may change and its name may not.
 */
public final class RegionDowning extends DowningProvider {
  /** For Pekko, which makes it. */
  public RegionDowning(ActorSystem system) {}

  @Override
  public FiniteDuration downRemovalMargin() {
    return Duration.create(0, java.util.concurrent.TimeUnit.SECONDS);
  }

  @Override
  public Option<Props> downingActorProps() {
    return Option.empty();
  }
}

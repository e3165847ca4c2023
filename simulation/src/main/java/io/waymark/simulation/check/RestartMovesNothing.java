package io.waymark.simulation.check;

import io.waymark.node.prober.ProbePlan;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.simulation.world.Machine;
import io.waymark.simulation.world.Reality;
import io.waymark.simulation.world.SimulatedNode;
import io.waymark.simulation.world.World;
import java.util.List;
import java.util.Map;

/**
 * While the network is well, a node that restarts does not come to believe that an endpoint is down
 * which two others that run have been reaching, and at most one cannot.
 */
final class RestartMovesNothing implements Invariant {
  /** By then votes tell of what is, and no longer of what was. */
  private static final long SETTLED_MILLIS = 15_000;

  @Override
  public void during(World world) {
    if (world.calmButForRestartsMillis() < SETTLED_MILLIS) {
      return;
    }
    for (Machine machine : world.machines()) {
      SimulatedNode node = machine.node();
      if (node != null && node.ageMillis() < SETTLED_MILLIS) {
        for (Map.Entry<EndpointId, ProbePlan> one : node.health().plans().entrySet()) {
          check(world, machine, node, one.getKey(), one.getValue());
        }
      }
    }
  }

  private void check(
      World world, Machine machine, SimulatedNode node, EndpointId id, ProbePlan plan) {
    if (!node.health().downSince(id, world.agenda().now() - SeedRun.STEP_MILLIS)) {
      return;
    }
    int target = Reality.target(plan.target());
    int witnesses = 0;
    int blind = 0;
    for (Machine other : world.machines()) {
      boolean reaches =
          world.reality().reaches(other.index(), target)
              && world.reality().unchangedMillis(other.index(), target) >= SETTLED_MILLIS;
      if (!reaches) {
        blind++;
      } else if (other != machine && watches(world, other, id, plan)) {
        witnesses++;
      }
    }
    if (blind <= 1 && witnesses >= 2) {
      throw broken(
          machine.name()
              + " restarted and believes that "
              + id
              + " is down, which "
              + witnesses
              + " others have been reaching; it knows "
              + node.health().book().known(List.of(id)));
    }
  }

  /** Whether a node has run for long, and known the endpoint as it is to be probed. */
  private static boolean watches(World world, Machine machine, EndpointId id, ProbePlan plan) {
    SimulatedNode node = machine.node();
    return node != null
        && node.ageMillis() >= SETTLED_MILLIS
        && plan.equals(node.health().plans().get(id))
        && world.agenda().now() - node.health().plannedSince(id) >= SETTLED_MILLIS;
  }
}

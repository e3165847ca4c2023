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
 * While nodes and network are well, an endpoint that all nodes but one can reach is down for
 * nobody, whatever is wrong with that one's view or uplink.
 *
 * <p>Not while its settings change: from when the others have taken their votes on the old settings
 * away until a node hears of the new ones, that node has fewer votes to go by.
 */
final class MinorityMovesNobody implements Invariant {
  /** By then votes tell of what is, and no longer of what was. */
  private static final long SETTLED_MILLIS = 15_000;

  @Override
  public void during(World world) {
    boolean well = world.machines().stream().allMatch(Machine::running);
    if (!well || world.calmMillis() < SETTLED_MILLIS) {
      return;
    }
    for (Machine machine : world.machines()) {
      SimulatedNode node = machine.node();
      if (node != null) {
        for (Map.Entry<EndpointId, ProbePlan> one : node.health().plans().entrySet()) {
          check(world, machine, node, one.getKey(), one.getValue());
        }
      }
    }
  }

  /** Whether all nodes have been probing the endpoint in this way for a while. */
  private static boolean settled(World world, EndpointId id, ProbePlan plan) {
    return world.machines().stream()
        .map(Machine::node)
        .allMatch(node ->
            node != null
                && plan.equals(node.health().plans().get(id))
                && world.agenda().now() - node.health().plannedSince(id) >= SETTLED_MILLIS);
  }

  private void check(
      World world, Machine machine, SimulatedNode node, EndpointId id, ProbePlan plan) {
    if (!node.health().downSince(id, world.agenda().now() - SeedRun.STEP_MILLIS)
        || !settled(world, id, plan)) {
      return;
    }
    int target = Reality.target(plan.target());
    int others = 0;
    for (Machine other : world.machines()) {
      Reality reality = world.reality();
      if (!reality.reaches(other.index(), target)
          || reality.unchangedMillis(other.index(), target) < SETTLED_MILLIS) {
        others++;
      }
    }
    if (others <= 1) {
      throw broken(
          machine.name()
              + " believes that "
              + id
              + " is down, which at most one node"
              + " cannot reach; votes "
              + node.health().book().known(List.of(id)));
    }
  }
}

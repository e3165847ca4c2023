package io.waymark.simulation.check;

import io.waymark.node.health.HealthBook;
import io.waymark.node.prober.ProbePlan;
import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.health.Vote;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.simulation.world.Machine;
import io.waymark.simulation.world.Reality;
import io.waymark.simulation.world.SimulatedNode;
import io.waymark.simulation.world.World;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Some time after everything is well again, every edit has been answered, all nodes hold the same
 * configuration and hear every vote that is cast as it is, and what they believe of every endpoint
 * is so.
 */
final class Healing implements Invariant {
  /** How long it may take. */
  static final long WITHIN_MILLIS = 60_000;

  @Override
  public void afterwards(World world) {
    String lack = lack(world);
    if (lack != null) {
      throw broken(lack + ", " + WITHIN_MILLIS / 1000 + " s after everything was well");
    }
  }

  /** What is not as it should be yet; null when everything is. */
  static @Nullable String lack(World world) {
    if (world.admins().pending() > 0) {
      return world.admins().pending() + " edits wait for a reply";
    }
    String hash = null;
    for (Machine machine : world.machines()) {
      SimulatedNode node = machine.node();
      if (node == null) {
        return machine.name() + " does not run";
      }
      if (hash != null && !hash.equals(node.configHash())) {
        return machine.name() + " holds another configuration than those before it";
      }
      hash = node.configHash();
      if (node.health().alive().size() != world.machines().size()) {
        return machine.name() + " hears only " + node.health().alive();
      }
      for (Map.Entry<EndpointId, ProbePlan> one : node.health().plans().entrySet()) {
        boolean up =
            world.reality().reaches(machine.index(), Reality.target(one.getValue().target()));
        String misheard = misheard(world, machine, node, one.getKey());
        if (misheard != null) {
          return misheard;
        }
        Verdict verdict = node.health().verdict(one.getKey());
        if (!verdict.equals(up ? Verdict.UP : Verdict.DOWN)) {
          return machine.name()
              + " believes "
              + verdict
              + " of "
              + one.getKey()
              + ", which is "
              + (up ? "up" : "down");
        }
      }
    }
    return null;
  }

  /** Whose vote a node takes for another than it is; null when nobody's. */
  private static @Nullable String misheard(
      World world, Machine machine, SimulatedNode node, EndpointId id) {
    for (Machine other : world.machines()) {
      SimulatedNode prober = other.node();
      if (prober != null) {
        Vote said = vote(prober, id, other.name());
        Vote heard = vote(node, id, other.name());
        if (!Objects.equals(said, heard)) {
          return machine.name()
              + " takes the vote of "
              + other.name()
              + " on "
              + id
              + " for "
              + heard
              + ", which is "
              + said;
        }
      }
    }
    return null;
  }

  private static @Nullable Vote vote(SimulatedNode node, EndpointId id, String prober) {
    HealthBook.Known known = node.health().book().known(List.of(id)).get(id);
    HealthBook.Word word = known == null ? null : known.words().get(prober);
    return word == null ? null : word.vote();
  }
}

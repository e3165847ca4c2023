package io.waymark.simulation.check;

import io.waymark.node.health.HealthBook;
import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.simulation.world.Machine;
import io.waymark.simulation.world.SimulatedNode;
import io.waymark.simulation.world.World;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where every assigned prober that is heard has spoken, the verdict is what those of them say who
 * stand by their vote; nobody who is silent, withdrawn or not assigned has a say in it.
 */
final class SilentVotesDoNotCount implements Invariant {
  @Override
  public void during(World world) {
    for (Machine machine : world.machines()) {
      SimulatedNode node = machine.node();
      if (node != null) {
        node.health().plans().keySet().forEach(id -> check(machine, node, id));
      }
    }
  }

  private void check(Machine machine, SimulatedNode node, EndpointId id) {
    HealthBook.Known known = node.health().book().known(List.of(id)).get(id);
    if (known == null) {
      return;
    }
    Set<String> seats = new TreeSet<>(node.health().book().assigned(id));
    seats.retainAll(node.health().alive());
    int up = 0;
    int cast = 0;
    for (String seat : seats) {
      HealthBook.Word word = known.words().get(seat);
      if (word == null) {
        return;
      }
      if (!word.vote().withdrawn()) {
        cast++;
        up += word.vote().up() ? 1 : 0;
      }
    }
    if (cast == 0) {
      return;
    }
    Verdict expected = 2 * up >= cast ? Verdict.UP : Verdict.DOWN;
    if (!node.health().verdict(id).equals(expected)) {
      throw broken(
          machine.name()
              + " believes "
              + node.health().verdict(id)
              + " of "
              + id
              + ", but "
              + up
              + " of "
              + cast
              + " votes that count say up: "
              + known.words()
              + " of "
              + seats);
    }
  }
}

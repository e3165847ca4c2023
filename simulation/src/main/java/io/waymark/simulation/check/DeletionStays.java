package io.waymark.simulation.check;

import io.waymark.protocol.replica.Dot;
import io.waymark.protocol.replica.Entity;
import io.waymark.protocol.replica.Register;
import io.waymark.protocol.replica.Sibling;
import io.waymark.simulation.world.Journal;
import io.waymark.simulation.world.Machine;
import io.waymark.simulation.world.SimulatedNode;
import io.waymark.simulation.world.World;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What is deleted stays deleted, also when a copy comes back that has slept for a month: no node
 * goes back to an earlier epoch while it lives, and in the end nothing is left of what was written
 * in one that is over.
 */
final class DeletionStays implements Invariant {
  private record Place(SimulatedNode node, String key) {}

  private final Map<Place, Long> epochs = new HashMap<>();

  @Override
  public void during(World world) {
    for (Machine machine : world.machines()) {
      SimulatedNode node = machine.node();
      if (node != null) {
        for (String key : node.configuration().replica().keys()) {
          long epoch = node.configuration().replica().entity(key).epoch();
          Long before = epochs.put(new Place(node, key), epoch);
          if (before != null && before > epoch) {
            throw broken(
                machine.name() + " went back from epoch " + before + " of " + key + " to " + epoch);
          }
        }
      }
    }
  }

  @Override
  public void afterwards(World world) {
    Map<String, Long> ended = new HashMap<>();
    for (Journal.Request request : world.journal().requests()) {
      Entity written = request.written();
      if (written != null) {
        ended.merge(request.key, written.epoch(), Math::max);
      }
    }
    for (Machine machine : world.machines()) {
      SimulatedNode node = machine.node();
      if (node != null) {
        ended.forEach((key, epoch) ->
            check(world, machine, key, epoch, node.configuration().replica().entity(key)));
      }
    }
  }

  private void check(World world, Machine machine, String key, long epoch, Entity now) {
    if (now.epoch() < epoch) {
      throw broken(
          machine.name()
              + " is in epoch "
              + now.epoch()
              + " of "
              + key
              + ", but "
              + epoch
              + " has begun");
    }
    Set<Dot> ofThisEpoch = new HashSet<>();
    for (Journal.Write write : world.journal().writes()) {
      Dot dot = write.dot();
      if (dot != null && write.key().equals(key) && write.after().epoch() == now.epoch()) {
        ofThisEpoch.add(dot);
      }
    }
    for (Map.Entry<String, Register> field : now.fields().entrySet()) {
      for (Sibling sibling : field.getValue().siblings()) {
        if (!ofThisEpoch.contains(sibling.dot())) {
          throw broken(
              machine.name()
                  + " has "
                  + sibling.dot()
                  + " in "
                  + field.getKey()
                  + " of "
                  + key
                  + ", which was not written in epoch "
                  + now.epoch());
        }
      }
    }
  }
}

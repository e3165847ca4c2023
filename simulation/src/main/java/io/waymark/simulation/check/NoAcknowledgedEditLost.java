package io.waymark.simulation.check;

import io.waymark.protocol.replica.Dot;
import io.waymark.protocol.replica.Entity;
import io.waymark.protocol.replica.Register;
import io.waymark.protocol.replica.Sibling;
import io.waymark.simulation.world.Journal;
import io.waymark.simulation.world.Machine;
import io.waymark.simulation.world.SimulatedNode;
import io.waymark.simulation.world.World;
import java.util.Map;
import java.util.Objects;

/**
 * An acknowledged edit is in the state, or superseded by an edit that knew of it, or deleted, or
 * listed beside those that did not know of it.
 */
final class NoAcknowledgedEditLost implements Invariant {
  @Override
  public void afterwards(World world) {
    for (Machine machine : world.machines()) {
      SimulatedNode node = Objects.requireNonNull(machine.node());
      for (Journal.Request request : world.journal().requests()) {
        Entity written = request.written();
        if (request.state() == Journal.State.ACKNOWLEDGED && written != null) {
          check(
              world.journal(),
              request,
              written,
              node.configuration().replica().entity(request.key),
              machine.name());
        }
      }
    }
  }

  private void check(
      Journal journal, Journal.Request request, Entity written, Entity now, String where) {
    if (now.epoch() > written.epoch()) {
      return;
    }
    if (now.epoch() < written.epoch()) {
      throw broken(
          request + " ended epoch " + (written.epoch() - 1) + ", which " + where + " still is in");
    }
    Dot dot = Journal.latest(written);
    if (dot == null) {
      return;
    }
    if (!now.versions().covers(dot)) {
      throw broken(request + " wrote " + dot + ", which " + where + " has not seen");
    }
    for (Map.Entry<String, Register> field : written.fields().entrySet()) {
      if (holds(field.getValue(), dot)
          && !holds(now.fields().get(field.getKey()), dot)
          && !superseded(journal, request.key, field.getKey(), written.epoch(), dot)) {
        throw broken(
            request
                + " wrote "
                + field.getKey()
                + " as "
                + dot
                + ", which is gone on "
                + where
                + " though no edit that knew of it wrote there");
      }
    }
  }

  private static boolean holds(@org.jspecify.annotations.Nullable Register register, Dot dot) {
    if (register != null) {
      for (Sibling sibling : register.siblings()) {
        if (sibling.dot().equals(dot)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean superseded(Journal journal, String key, String path, long epoch, Dot dot) {
    return journal.writes().stream()
        .anyMatch(write ->
            write.key().equals(key)
                && write.after().epoch() == epoch
                && write.before().epoch() == epoch
                && write.before().versions().covers(dot)
                && write.paths().contains(path));
  }
}

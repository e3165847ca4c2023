package io.waymark.simulation.check;

import io.waymark.protocol.replica.Dot;
import io.waymark.protocol.replica.Entity;
import io.waymark.simulation.world.Journal;
import io.waymark.simulation.world.World;
import java.util.ArrayList;
import java.util.List;

/**
 * An edit with a condition that was acknowledged as exact has seen every other such edit made
 * before it; so of a race on one tag at most one is acknowledged as exact.
 */
final class NoStaleWriterWins implements Invariant {
  private record Exact(Journal.Request request, Journal.Write write) {}

  @Override
  public void afterwards(World world) {
    List<Exact> all = new ArrayList<>();
    for (Journal.Request request : world.journal().requests()) {
      Entity written = request.written();
      if (request.ifMatch != null && request.exact() && written != null) {
        Journal.Write write = find(world.journal(), request, written);
        all.forEach(other -> compare(other, new Exact(request, write)));
        all.add(new Exact(request, write));
      }
    }
  }

  private Journal.Write find(Journal journal, Journal.Request request, Entity written) {
    for (Journal.Write write : journal.writes()) {
      if (write.key().equals(request.key)
          && write.after().equals(written)
          && write.before().etag().equals(request.ifMatch)) {
        return write;
      }
    }
    throw broken(request + " was acknowledged as exact, but was not made on that version");
  }

  private void compare(Exact one, Exact other) {
    Journal.Write first = one.write();
    Journal.Write second = other.write();
    boolean same =
        first.key().equals(second.key()) && first.before().epoch() == second.before().epoch();
    if (same && !first.equals(second) && !saw(second, first) && !saw(first, second)) {
      throw broken(
          "neither of "
              + one.request()
              + " and "
              + other.request()
              + " had seen the other, and both were acknowledged as exact");
    }
  }

  /** Whether a write knew of another. Nobody in an epoch has seen its end. */
  private static boolean saw(Journal.Write write, Journal.Write other) {
    Dot dot = other.dot();
    return dot != null && write.before().versions().covers(dot);
  }
}

package io.waymark.protocol.fleet;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a node that takes itself for a key's home is the only one that does: then {@code
 * If-Match} is exact.
 *
 * <p>Nodes hear differently, and for seconds two may think themselves home. So every pulse says
 * whom its sender hears, and with that it grants each key to one node: the first in the key's order
 * among all it heard within {@link Pulses#FRESH_MILLIS}, if it has heard that one without a gap for
 * {@link #LEASE_MILLIS}. The grant ends {@link #LEASE_MILLIS} after its holder sent the pulse that
 * is echoed in it, by the holder's own clock. A home that holds grants of more than half of the
 * roster is alone.
 *
 * <p>Why: two majorities share a node, which would have granted the key to two, A in a pulse at
 * {@code t} and B in one at {@code u}, less than a lease later, for both grants are running. It
 * heard A at most {@link #GAP_MILLIS} before {@code t}, which is within 5 s before {@code u}: so A
 * was among those it chose B from, and B ranks above A. It heard B without a gap since before
 * {@code t}: so B was among those it chose A from, and A ranks above B. Messages may be late and
 * nodes may stop for any time; only that monotonic clocks run alike is assumed, and rosters that
 * differ by one node at most.
 *
 * <p>Exact also needs what the home before made known: the node reads the key's state from a
 * majority before it compares, and replies after a majority has the edit.
 *
 * <p>Times are milliseconds of the machine's monotonic clock, not of {@link AwakeClock}: a lease
 * ends whether its holder runs or not. Not thread-safe.
 */
public final class Leases {
  /** How long a grant lasts. */
  public static final long LEASE_MILLIS = 3_000;

  /** A node that was silent for longer is not heard steadily. */
  public static final long GAP_MILLIS = Pulses.FRESH_MILLIS - LEASE_MILLIS;

  private record Sent(long incarnation, long sequence, long atMillis) {}

  private final String self;
  private final Deque<Sent> sent = new ArrayDeque<>();
  private final Map<String, Pulse> latest = new HashMap<>();

  public Leases(String self) {
    this.self = self;
  }

  /** Remembers when this node sent a pulse; to be called before it is sent. */
  public void sent(Pulse own, long nowMillis) {
    sent.removeIf(pulse -> nowMillis - pulse.atMillis() >= LEASE_MILLIS);
    sent.addLast(new Sent(own.incarnation(), own.sequence(), nowMillis));
  }

  /** Takes in a pulse that {@link Pulses#heard} found new; this node's own too. */
  public void heard(Pulse pulse) {
    latest.put(pulse.node().name(), pulse);
  }

  /**
   * Whether this node is the only home of the key now.
   *
   * @param roster as in {@link Pulses#roster}
   */
  public boolean exact(String key, Set<String> roster, long nowMillis) {
    int grants = 0;
    for (String node : roster) {
      Pulse pulse = latest.get(node);
      if (pulse != null && grants(pulse, key, nowMillis)) {
        grants++;
      }
    }
    return grants >= Homes.majorityOf(roster.size());
  }

  private boolean grants(Pulse pulse, String key, long nowMillis) {
    List<String> heard = pulse.hears().stream().map(Pulse.Hearing::node).toList();
    for (Pulse.Hearing hearing : pulse.hears()) {
      if (hearing.node().equals(self)) {
        Sent echoed = find(hearing);
        return hearing.steady()
            && echoed != null
            && nowMillis - echoed.atMillis() < LEASE_MILLIS
            && Rendezvous.order(key, heard).getFirst().equals(self);
      }
    }
    return false;
  }

  private @Nullable Sent find(Pulse.Hearing hearing) {
    for (Sent pulse : sent) {
      if (pulse.incarnation() == hearing.incarnation() && pulse.sequence() == hearing.sequence()) {
        return pulse;
      }
    }
    return null;
  }
}

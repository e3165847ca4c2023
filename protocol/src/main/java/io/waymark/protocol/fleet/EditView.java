package io.waymark.protocol.fleet;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one node knows, at one moment, about where an edit belongs.
 *
 * @param homes the homes to try, best first, as in {@link Homes#order}
 * @param liveMajority as in {@link Homes#liveMajority}
 * @param exact as in {@link Leases#exact}
 */
public record EditView(String self, List<String> homes, boolean liveMajority, boolean exact) {
  public EditView {
    homes = List.copyOf(homes);
  }

  /** The view of the node {@code self} on the key. */
  public static EditView of(String self, String key, Pulses pulses, Leases leases, Now now) {
    Set<String> roster = pulses.roster();
    List<Pulse> fresh = pulses.fresh(now.awakeMillis());
    return new EditView(
        self,
        Homes.order(key, fresh),
        Homes.liveMajority(roster, fresh.stream().map(pulse -> pulse.node().name()).toList()),
        leases.exact(key, roster, now.monotonicMillis()));
  }

  /**
   * @param awakeMillis by {@link AwakeClock}, as {@link Pulses} was told
   * @param monotonicMillis by the machine's monotonic clock, as {@link Leases} was told
   */
  public record Now(long awakeMillis, long monotonicMillis) {}

  /** The node that should make the edit; null when nobody alive takes edits. */
  @Nullable String home() {
    return homes.isEmpty() ? null : homes.getFirst();
  }
}

package io.waymark.protocol.routing;

import io.waymark.protocol.net.PrefixMap;
import java.util.Arrays;

/**
 * The tables beside its code in which a plan looks a client up. Immutable. Those that come of the
 * location data are shared by all plans.
 */
final class Lookups {
  /** From an address to the number of a geographic code. */
  final PrefixMap geographic;

  /** From an address to a class of those that see the regions alike. */
  final PrefixMap performance;

  /** From a class to the nearest of some regions, for each set of regions that a step asks for. */
  final short[][] nearest;

  /** From an address to one of the endpoints with ranges, for each profile that has some. */
  final PrefixMap[] subnets;

  Lookups(PrefixMap geographic, PrefixMap performance, short[][] nearest, PrefixMap[] subnets) {
    this.geographic = geographic;
    this.performance = performance;
    this.nearest = nearest;
    this.subnets = subnets;
  }

  /** New location data is a difference, whatever it says, so that nothing holds on to the old. */
  @Override
  @SuppressWarnings("ReferenceEquality")
  public boolean equals(Object other) {
    return other instanceof Lookups lookups
        && lookups.geographic == geographic
        && lookups.performance == performance
        && Arrays.deepEquals(lookups.nearest, nearest)
        && Arrays.equals(lookups.subnets, subnets);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(subnets) + nearest.length;
  }
}

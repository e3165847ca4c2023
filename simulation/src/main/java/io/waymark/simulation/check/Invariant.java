package io.waymark.simulation.check;

import io.waymark.simulation.world.World;

/** A promise. Its check throws a {@link Violation} where it does not hold. */
interface Invariant {
  /** Called every virtual second. */
  default void during(World world) {}

  /** Called once, when everything is well again and the fleet has settled. */
  default void afterwards(World world) {}

  /** Says that the promise is broken. */
  default Violation broken(String how) {
    return new Violation(getClass().getSimpleName() + ": " + how);
  }
}

package io.waymark.simulation.world;

import java.util.SplittableRandom;

/**
 * How large a world is and how long it lasts.
 *
 * @param machines in {@code [3, 5]}
 * @param profiles names that admins edit
 * @param editEveryMillis from one edit to the next, in the mean
 * @param turmoilMillis until then faults happen
 */
public record Shape(int machines, int profiles, int editEveryMillis, long turmoilMillis) {
  /** Draws one. */
  public static Shape draw(SplittableRandom random) {
    return new Shape(
        random.nextInt(3, 6),
        random.nextInt(2, 5),
        random.nextInt(400, 3_000),
        random.nextInt(40_000, 80_000));
  }
}

/**
 * What goes wrong in a simulated world, and when: drawn from the seed, and undone at the end.
 *
 * <p>Called by {@link io.waymark.simulation.check}.
 */
@NullMarked
package io.waymark.simulation.fault;

import org.jspecify.annotations.NullMarked;

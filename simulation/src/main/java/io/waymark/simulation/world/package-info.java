/**
 * A fleet in one thread: nodes made of the real rules, disks, a network, endpoints and admins,
 * under a virtual clock, all drawn from one seed.
 *
 * <p>Called by {@link io.waymark.simulation.fault}, which disturbs it, and by {@link
 * io.waymark.simulation.check}, which watches it. It knows neither.
 */
@NullMarked
package io.waymark.simulation.world;

import org.jspecify.annotations.NullMarked;

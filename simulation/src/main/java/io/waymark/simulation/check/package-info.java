/**
 * What must hold in every simulated world, one promise a file, and the runs that see to it.
 *
 * <p>Called by the {@code waymark-sim seeds} command and the build's own tests.
 */
@NullMarked
package io.waymark.simulation.check;

import org.jspecify.annotations.NullMarked;

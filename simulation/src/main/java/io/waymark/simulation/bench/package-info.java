/**
 * {@code waymark-sim bench}: our server's cost per query, side by side with other servers on the
 * same machine, and with itself at a hundred times the profiles.
 *
 * <p>Called by people who want to check a claim about speed. It starts every server as a process of
 * its own, measures from outside, and stops what it started. Nothing in a running node depends on
 * it.
 */
@NullMarked
package io.waymark.simulation.bench;

import org.jspecify.annotations.NullMarked;

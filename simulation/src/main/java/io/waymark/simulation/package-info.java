/**
 * The command line of {@code waymark-sim}.
 *
 * <p>Called by people who test or measure a fleet. Nothing in a running node depends on it.
 */
@NullMarked
package io.waymark.simulation;

import org.jspecify.annotations.NullMarked;

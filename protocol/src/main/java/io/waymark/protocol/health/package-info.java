/**
 * What is known of an endpoint: one prober's history, the verdict made of many votes, and the
 * statuses derived from it.
 *
 * <p>Called by the prober, the compiler of answers and the HTTP API. It never sends a probe and
 * never reads a clock.
 */
@NullMarked
package io.waymark.protocol.health;

import org.jspecify.annotations.NullMarked;

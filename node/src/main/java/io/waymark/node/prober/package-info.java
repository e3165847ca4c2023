/**
 * Probes of endpoints: the actor that sees to them, the connections they make, one file for each
 * kind of probe.
 *
 * <p>Called by the profiles' actor, which says what to probe; tells routing what changed. It never
 * decides an answer.
 */
@NullMarked
package io.waymark.node.prober;

import org.jspecify.annotations.NullMarked;

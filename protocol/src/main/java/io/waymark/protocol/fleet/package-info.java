/**
 * What the nodes of a fleet decide alike without asking each other: who is alive, who probes what,
 * which node an edit goes to, and when it counts as replicated.
 *
 * <p>Everything rests on {@link io.waymark.protocol.fleet.Pulses}: what one node has heard of the
 * others, by its own clock. Membership of a cluster is asked nothing. Called by the actors of the
 * node's fleet system, its prober and its HTTP API, and by the simulation. It never sends, never
 * reads a clock and never draws a number; what it returns says what somebody else is to do.
 *
 * <p>The decisions of the fleet system's lifecycle (found, join, replace, leave) belong here too.
 */
@NullMarked
package io.waymark.protocol.fleet;

import org.jspecify.annotations.NullMarked;

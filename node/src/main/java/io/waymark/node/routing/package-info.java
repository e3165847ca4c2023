/**
 * From profiles and verdicts to compiled entries: the publisher, and the actor that feeds it one
 * change at a time.
 *
 * <p>Called by the node's start (before any actor system), by edits and by the prober. It never
 * touches a socket.
 */
@NullMarked
package io.waymark.node.routing;

import org.jspecify.annotations.NullMarked;

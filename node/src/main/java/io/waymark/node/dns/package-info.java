/**
 * The data plane: UDP loops, TCP service and the table of compiled entries. The sockets live here,
 * and nothing here waits for an actor.
 *
 * <p>Started before and stopped after every actor system; told of changes by one release store for
 * each name.
 */
@NullMarked
package io.waymark.node.dns;

import org.jspecify.annotations.NullMarked;

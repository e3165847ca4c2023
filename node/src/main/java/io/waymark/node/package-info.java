/**
 * One name server: the command line, and {@code Node}, which starts and stops its parts in order.
 *
 * <p>Called by people and by the demo. Rules live in {@code io.waymark.protocol}; this package only
 * wires.
 */
@NullMarked
package io.waymark.node;

import org.jspecify.annotations.NullMarked;

/**
 * Name server, sample endpoints and sample profiles in one process, on loopback, to be played with.
 *
 * <p>Called by {@code waymark demo}. It uses the same classes as {@code waymark node}.
 */
@NullMarked
package io.waymark.node.demo;

import org.jspecify.annotations.NullMarked;

/**
 * The node's configuration, read once and checked whole: HOCON in, records out, every fault at
 * once.
 *
 * <p>Called by the commands that start or check a node. {@code Config} travels no further than
 * here.
 */
@NullMarked
package io.waymark.node.settings;

import org.jspecify.annotations.NullMarked;

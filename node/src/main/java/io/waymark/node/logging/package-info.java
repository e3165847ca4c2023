/**
 * Logs: where they go, what a line looks like, and how often a line may repeat.
 *
 * <p>Called by the commands once the settings are read, and by Logback itself before that.
 * Everything else logs through SLF4J and knows nothing of this package.
 */
@NullMarked
package io.waymark.node.logging;

import org.jspecify.annotations.NullMarked;

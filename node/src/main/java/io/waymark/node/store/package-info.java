/**
 * The durable store: key to opaque versioned bytes, owned by the process and open before any actor
 * system.
 *
 * <p>Called by the data plane's start and by whoever makes an edit durable. It never looks inside a
 * value.
 */
@NullMarked
package io.waymark.node.store;

import org.jspecify.annotations.NullMarked;

/**
 * The node's copy of the profiles: the actor that checks an edit, makes it durable and tells
 * routing and prober.
 *
 * <p>Called by the HTTP API. It never answers a query.
 */
@NullMarked
package io.waymark.node.profile;

import org.jspecify.annotations.NullMarked;

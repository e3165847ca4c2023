/**
 * The tokens a node accepts: the one of its first start, those that were made since, and where they
 * are kept.
 *
 * <p>Called by the HTTP API. What a token is, is {@link io.waymark.protocol.token}'s.
 */
@NullMarked
package io.waymark.node.token;

import org.jspecify.annotations.NullMarked;

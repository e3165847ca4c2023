/**
 * Tokens of the HTTP API: what a token looks like, what is kept of it, and what its role may do.
 *
 * <p>Called by nodes, which must agree on it. It decides nothing about a request and keeps nothing.
 */
@NullMarked
package io.waymark.protocol.token;

import org.jspecify.annotations.NullMarked;

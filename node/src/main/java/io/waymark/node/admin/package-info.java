/**
 * The HTTP API: routes, who may call them, problems.
 *
 * <p>Called by operators, scripts and the console. It holds no profile, no health and no token of
 * its own: it asks.
 */
@NullMarked
package io.waymark.node.admin;

import org.jspecify.annotations.NullMarked;

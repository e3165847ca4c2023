/**
 * The HTTP API: tokens, routes, problems.
 *
 * <p>Called by operators, scripts and the console. It holds no profile and no health of its own: it
 * asks the actors.
 */
@NullMarked
package io.waymark.node.admin;

import org.jspecify.annotations.NullMarked;

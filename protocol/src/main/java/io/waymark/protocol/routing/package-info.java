/**
 * The one evaluator: a profile tree and its statuses compiled to a {@code RoutingPlan}, and the
 * plan's walk from question to decision, with a trace that explains it.
 *
 * <p>Called by the routing actor (compile), the name server (decide) and explain (both, recorded).
 * It never reads a clock, never draws its own randomness and knows nothing of the wire.
 */
@NullMarked
package io.waymark.protocol.routing;

import org.jspecify.annotations.NullMarked;

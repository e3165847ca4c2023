/** Tests of the evaluator. */
@NullMarked
package io.waymark.protocol.routing;

import org.jspecify.annotations.NullMarked;

/** Tests of publishing. */
@NullMarked
package io.waymark.node.routing;

import org.jspecify.annotations.NullMarked;

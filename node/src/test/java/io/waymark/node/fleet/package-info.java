/** Tests of how nodes speak with each other. */
@NullMarked
package io.waymark.node.fleet;

import org.jspecify.annotations.NullMarked;

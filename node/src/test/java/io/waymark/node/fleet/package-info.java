/** Tests of what nodes say to each other. */
@NullMarked
package io.waymark.node.fleet;

import org.jspecify.annotations.NullMarked;

/** Tests of what a node makes of votes. */
@NullMarked
package io.waymark.node.health;

import org.jspecify.annotations.NullMarked;

/** Tests of what a node knows of its endpoints' health. */
@NullMarked
package io.waymark.node.health;

import org.jspecify.annotations.NullMarked;

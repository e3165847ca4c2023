<<<<<<< HEAD
/** Tests of what a node makes of votes. */
=======
/** Tests of what a node knows of its endpoints' health. */
>>>>>>> world
@NullMarked
package io.waymark.node.health;

import org.jspecify.annotations.NullMarked;

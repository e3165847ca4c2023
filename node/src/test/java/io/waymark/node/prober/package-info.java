/** Tests of the prober, against real servers on loopback. */
@NullMarked
package io.waymark.node.prober;

import org.jspecify.annotations.NullMarked;

/** Tests of the bench, through its command. */
@NullMarked
package io.waymark.simulation.bench;

import org.jspecify.annotations.NullMarked;

/** Tests of the seeded worlds, and by them of everything the worlds are made of. */
@NullMarked
package io.waymark.simulation.check;

import org.jspecify.annotations.NullMarked;

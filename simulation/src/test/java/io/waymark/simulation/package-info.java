/** Tests of what is delivered, from outside. */
@NullMarked
package io.waymark.simulation;

import org.jspecify.annotations.NullMarked;

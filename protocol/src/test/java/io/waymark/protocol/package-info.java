/** Tests of the protocol as a whole, and helpers that other tests use. */
@NullMarked
package io.waymark.protocol;

import org.jspecify.annotations.NullMarked;

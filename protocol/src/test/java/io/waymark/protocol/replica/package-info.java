/** Tests of what nodes replicate, and of how copies merge. */
@NullMarked
package io.waymark.protocol.replica;

import org.jspecify.annotations.NullMarked;

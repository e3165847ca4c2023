/** Tests of the commands, and helpers that other tests use. */
@NullMarked
package io.waymark.node;

import org.jspecify.annotations.NullMarked;

/** Tests of what the nodes of a fleet decide alike. */
@NullMarked
package io.waymark.protocol.fleet;

import org.jspecify.annotations.NullMarked;

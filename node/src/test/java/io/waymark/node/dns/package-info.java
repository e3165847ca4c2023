/** Tests of the data plane, over real sockets. */
@NullMarked
package io.waymark.node.dns;

import org.jspecify.annotations.NullMarked;

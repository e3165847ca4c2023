/** Tests of addresses, prefixes and host names. */
@NullMarked
package io.waymark.protocol.net;

import org.jspecify.annotations.NullMarked;

/** Tests of the wire, against an independent library and naive versions. */
@NullMarked
package io.waymark.protocol.dns;

import org.jspecify.annotations.NullMarked;

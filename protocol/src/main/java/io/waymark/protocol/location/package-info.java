/**
 * Where clients are: country, state, coordinates and measured latencies of every address.
 *
 * <p>Called by whoever routes by place and by the node that reads the files. It never reads one.
 */
@NullMarked
package io.waymark.protocol.location;

import org.jspecify.annotations.NullMarked;

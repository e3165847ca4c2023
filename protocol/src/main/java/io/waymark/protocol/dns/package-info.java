/**
 * The DNS wire: reading a question, EDNS, and assembling a response in stages, on plain byte
 * arrays.
 *
 * <p>Called by the UDP and TCP servers for every query, so nothing here allocates once it is warm.
 * It never decides which endpoint is answered.
 */
@NullMarked
package io.waymark.protocol.dns;

import org.jspecify.annotations.NullMarked;

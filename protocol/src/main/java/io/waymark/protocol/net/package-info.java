/**
 * Addresses, prefixes and the other values that place a client.
 *
 * <p>Called by everything that reads or compares addresses. It never resolves a name.
 */
@NullMarked
package io.waymark.protocol.net;

import org.jspecify.annotations.NullMarked;

/** Tests of what a token is, and what is kept of it. */
@NullMarked
package io.waymark.protocol.token;

import org.jspecify.annotations.NullMarked;

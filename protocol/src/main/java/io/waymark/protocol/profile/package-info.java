/**
 * What an operator asks for: profiles, their endpoints and monitor settings; what makes them valid;
 * their JSON form.
 *
 * <p>Called by the HTTP API, the store's reader, the compiler of answers and the prober. It never
 * looks at the health of an endpoint and never decides an answer.
 */
@NullMarked
package io.waymark.protocol.profile;

import org.jspecify.annotations.NullMarked;

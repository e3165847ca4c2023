/** Tests of profiles as replicated entities. */
@NullMarked
package io.waymark.protocol.replica.profile;

import org.jspecify.annotations.NullMarked;

/** Tests of profiles, and {@link io.waymark.protocol.profile.RandomProfiles} for everyone's. */
@NullMarked
package io.waymark.protocol.profile;

import org.jspecify.annotations.NullMarked;

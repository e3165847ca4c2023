/** Tests of what is known of an endpoint's health. */
@NullMarked
package io.waymark.protocol.health;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.waymark.protocol.location;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.waymark.node.location;

import org.jspecify.annotations.NullMarked;

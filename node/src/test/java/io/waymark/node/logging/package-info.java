/** Tests of the logs. */
@NullMarked
package io.waymark.node.logging;

import org.jspecify.annotations.NullMarked;

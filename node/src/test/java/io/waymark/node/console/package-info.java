/** Tests of the console's parts. */
@NullMarked
package io.waymark.node.console;

import org.jspecify.annotations.NullMarked;

/** Tests of the demo. */
@NullMarked
package io.waymark.node.demo;

import org.jspecify.annotations.NullMarked;

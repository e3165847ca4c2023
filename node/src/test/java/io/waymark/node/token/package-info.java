/** Tests of the tokens a node accepts. */
@NullMarked
package io.waymark.node.token;

import org.jspecify.annotations.NullMarked;

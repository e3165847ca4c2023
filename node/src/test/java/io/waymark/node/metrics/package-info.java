@NullMarked
package io.waymark.node.metrics;

import org.jspecify.annotations.NullMarked;

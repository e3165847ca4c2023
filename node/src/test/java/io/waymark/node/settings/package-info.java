/** Tests of the settings. */
@NullMarked
package io.waymark.node.settings;

import org.jspecify.annotations.NullMarked;

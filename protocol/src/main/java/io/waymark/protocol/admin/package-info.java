/**
 * Documents of the HTTP API that are not profiles: problems, merge patches, differences.
 *
 * <p>Called by the HTTP API and the console. It never performs an edit.
 */
@NullMarked
package io.waymark.protocol.admin;

import org.jspecify.annotations.NullMarked;

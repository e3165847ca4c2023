/**
 * Location data: the files that say where clients are, loaded into one {@link
 * io.waymark.protocol.location.LocationIndex} and watched for changes.
 *
 * <p>Files are read here and never on the way of a query; what answers queries is handed the index.
 */
@NullMarked
package io.waymark.node.location;

import org.jspecify.annotations.NullMarked;

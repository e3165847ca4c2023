/**
 * What a node tells of itself in numbers: every metric, where each is read, and their text.
 *
 * <p>It counts nothing itself. The parts of a node count where things happen; here their counts get
 * names, and are read when somebody asks. Nothing here is called by who answers queries.
 */
@NullMarked
package io.waymark.node.metrics;

import org.jspecify.annotations.NullMarked;

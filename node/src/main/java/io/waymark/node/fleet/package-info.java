/**
 * The other nodes: the clustered actor system with its two replicators and the courier, and what
 * this node's own actors do with it, pulses and edits on their way to their homes. The clustered
 * system holds copies only, stores nothing, and can be stopped and started again at any time; no
 * query waits for anything here.
 */
@NullMarked
package io.waymark.node.fleet;

import org.jspecify.annotations.NullMarked;

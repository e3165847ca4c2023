/**
 * What the fleet believes of each endpoint: this node's share of the probing, its own votes and the
 * others', and the verdicts they come to. Works from this node's votes alone while there is no
 * fleet; it neither probes nor sends anything itself.
 */
@NullMarked
package io.waymark.node.health;

import org.jspecify.annotations.NullMarked;

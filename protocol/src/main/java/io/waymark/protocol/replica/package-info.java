/**
 * What nodes replicate, and how two copies of it become one: stamps, version vectors, registers,
 * entities, buckets, vote blocks, and their canonical bytes.
 *
 * <p>Called by the replicators' data types and by the store. Every value is immutable; every merge
 * is total, commutative, associative and idempotent, so that nodes that have heard the same hold
 * the same bytes, whatever the order. It never says what a field means.
 */
@NullMarked
package io.waymark.protocol.replica;

import org.jspecify.annotations.NullMarked;

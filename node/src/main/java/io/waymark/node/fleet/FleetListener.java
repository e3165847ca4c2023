package io.waymark.node.fleet;

import io.waymark.protocol.replica.Bucket;
import io.waymark.protocol.replica.VoteBlock;

/**
 * What a node hears from the fleet. Called by the fleet's actors, one at a time or several: it
 * passes on at once and never waits.
 */
public interface FleetListener {
  /** A bucket of the configuration changed, here or elsewhere; this is its whole content. */
  void configuration(Bucket bucket);

  /**
   * A prober's votes changed, here or elsewhere.
   *
   * @param key of the block
   * @param block its whole content
   */
  void votes(String key, VoteBlock block);

  /** Another node sent something. */
  void message(FleetMessage message);
}

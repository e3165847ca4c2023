package io.waymark.simulation.world;

/** A fault planted into the simulated nodes, to prove that the checks would find it. */
public enum Bug {
  NONE,
  /** Of two copies of an entity the later one replaces the other, instead of merging with it. */
  MUTATED_MERGE,
  /** The disk says that bytes are on it when they are not. */
  LOST_FSYNC,
  /** A prober's votes are also counted as those of the next one. */
  VOTE_COUNTED_TWICE,
  /** A node that was once the only home of a key believes that for ever. */
  STALE_HOME,
  /** What is deleted is dropped from what is replicated, and with it the epoch that it ended. */
  EPOCH_DROPPED
}

package io.waymark.protocol.fleet;

/** What a node is doing, in the order in which it does it. */
public enum NodeState {
  /** It does not know the configuration yet. */
  STARTING,
  SERVING,
  /** It still answers and probes, but wants no traffic. */
  DRAINING,
  /** It is about to stop, and hands over what it does for others. */
  LEAVING
}

package io.waymark.node.fleet;

import io.waymark.protocol.fleet.Pulse;

/**
 * What this node's pulse says of it, as its other parts last told. Safe for use by many threads.
 */
public final class Vitals {
  private volatile long configHash;
  private volatile Pulse.VoteVersion votes = Pulse.VoteVersion.NONE;
  private volatile boolean leaving;

  /** The hash of all that is configured, see {@link io.waymark.protocol.replica.Replica#hash}. */
  public void configHash(long hash) {
    configHash = hash;
  }

  /** As it is printed for people and in pulses: 16 hexadecimal digits. */
  public String configHash() {
    return java.util.HexFormat.of().toHexDigits(configHash);
  }

  public void votes(Pulse.VoteVersion version) {
    votes = version;
  }

  Pulse.VoteVersion votes() {
    return votes;
  }

  /** The node is about to stop. */
  public void leave() {
    leaving = true;
  }

  boolean leaving() {
    return leaving;
  }
}

package io.waymark.node.fleet;

import io.waymark.protocol.fleet.Pulse;
import io.waymark.protocol.replica.Replica;
import java.util.HexFormat;

/**
 * What this node's pulse says of it, as its other parts last told. Safe for use by many threads.
 */
public final class Vitals {
  private volatile long configHash;
  private volatile long configStamp;
  private volatile int configEntities;
  private volatile long configDeletions;
  private volatile Pulse.VoteVersion votes = Pulse.VoteVersion.NONE;
  private volatile boolean leaving;

  /** What is configured now. */
  public void configured(Replica replica) {
    configHash = replica.hash();
    configStamp = replica.latest().millis();
    configEntities = replica.size();
    configDeletions = replica.deletions();
  }

  /**
   * A serial for zones (RFC 1035 section 3.3.13), which grows with the configuration: the second of
   * the latest edit known, and how often anything was deleted, which has no time of its own.
   */
  public int serial() {
    return (int) Math.max(1, configStamp / 1000 + configDeletions);
  }

  /** Names under which something is or was configured. */
  public int configEntities() {
    return configEntities;
  }

  /** The hash of all that is configured, 16 hexadecimal digits. */
  public String configHash() {
    return HexFormat.of().toHexDigits(configHash);
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

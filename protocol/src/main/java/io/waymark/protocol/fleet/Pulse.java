package io.waymark.protocol.fleet;

import java.util.List;

/**
 * What a node says of itself to every other node, once a second.
 *
 * @param address {@code host:port} other nodes reach it at, as it advertises it
 * @param incarnation when this life of the node began, milliseconds since 1970 by its wall clock; a
 *     restart gives a greater one
 * @param sequence of this pulse, from 1, one more each time; starts anew with each incarnation
 * @param wallClockMillis since 1970, when it was sent
 * @param probes {@code waymark.prober.enabled}
 * @param takesEdits whether it may be the home of an edit: it knows the configuration, its store
 *     writes, its clock is right, and it is not leaving
 * @param build the program's version
 * @param hears the nodes that take edits and that the sender heard within {@link
 *     Pulses#FRESH_MILLIS}, the sender among them; see {@link Leases}
 */
public record Pulse(
    NodeId node,
    String address,
    long incarnation,
    long sequence,
    long wallClockMillis,
    NodeState state,
    boolean probes,
    boolean takesEdits,
    Served served,
    VoteVersion votes,
    Load load,
    String build,
    List<Hearing> hears) {

  /** From the sending of one pulse to the next. */
  public static final long INTERVAL_MILLIS = 1_000;

  /**
   * Which versions the node answers from. Equal content is an equal hash on every node.
   *
   * @param configHash of all replicated configuration
   * @param tableVersion changes of its answers since it started
   * @param locationHash of its location data; empty where it has none
   * @param zoneHash of its static records
   */
  public record Served(
      String configHash, long tableVersion, String locationHash, String zoneHash) {}

  /**
   * Which of its own votes the sender has published.
   *
   * @param epoch of its vote blocks: one for each life as a prober
   * @param hash over the sequence numbers of all its blocks, see {@link #of}
   */
  public record VoteVersion(long epoch, long hash) {
    /** Before the first vote. */
    public static final VoteVersion NONE = new VoteVersion(0, 0);

    /**
     * The version of these blocks.
     *
     * @param sequences one for each block, in the blocks' order
     */
    public static VoteVersion of(long epoch, long... sequences) {
      long hash = 0;
      for (long sequence : sequences) {
        hash = Rendezvous.mix(hash + 0x9e37_79b9_7f4a_7c15L ^ sequence);
      }
      return new VoteVersion(epoch, hash);
    }
  }

  /**
   * @param queriesPerSecond over the last few seconds
   * @param uptimeMillis since it started, by its monotonic clock
   */
  public record Load(double queriesPerSecond, long uptimeMillis) {}

  /**
   * That the sender heard another node.
   *
   * @param incarnation of the node heard
   * @param sequence of its latest pulse, echoed so that it knows by its own clock how old the news
   *     is
   * @param steady whether the sender has heard it without a gap for {@link Leases#LEASE_MILLIS}
   */
  public record Hearing(String node, long incarnation, long sequence, boolean steady) {}

  public Pulse {
    hears = List.copyOf(hears);
  }

  /** Whether it takes part in probing now. */
  public boolean watches() {
    return probes && (state == NodeState.SERVING || state == NodeState.DRAINING);
  }
}

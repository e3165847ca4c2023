package io.waymark.node.fleet;

import java.util.concurrent.atomic.LongAdder;

/** What passed between this node and the fleet since it started; may be read by any thread. */
public final class FleetCounters {
  /** What one replicator was given to send. */
  public static final class Spreading {
    private final LongAdder bytes = new LongAdder();
    private volatile int waiting;

    /** Bytes of changes handed over, once however many members there are. */
    public long bytes() {
      return bytes.sum();
    }

    /** Keys whose changes wait for their turn. */
    public int waiting() {
      return waiting;
    }

    void handedOver(int size) {
      bytes.add(size);
    }

    void waiting(int keys) {
      waiting = keys;
    }
  }

  private final LongAdder made = new LongAdder();
  private final LongAdder forwarded = new LongAdder();
  private final LongAdder unconfirmed = new LongAdder();
  private final Spreading config = new Spreading();
  private final Spreading votes = new Spreading();
  private volatile int heard;

  /** Edits that changed something and were made here, whoever was asked for them. */
  public long made() {
    return made.sum();
  }

  /** Edits asked for here that another node was asked to make. */
  public long forwarded() {
    return forwarded.sum();
  }

  /** Edits asked for here that fewer nodes than wanted confirmed in time. */
  public long unconfirmed() {
    return unconfirmed.sum();
  }

  /** Nodes alive, this one among them. */
  public int heard() {
    return heard;
  }

  public Spreading config() {
    return config;
  }

  public Spreading votes() {
    return votes;
  }

  void countMade() {
    made.increment();
  }

  void countForwarded() {
    forwarded.increment();
  }

  void countUnconfirmed() {
    unconfirmed.increment();
  }

  void heard(int nodes) {
    heard = nodes;
  }
}

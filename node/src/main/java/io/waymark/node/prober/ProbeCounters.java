package io.waymark.node.prober;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What the prober has done since the process started; may be read by any thread. */
public final class ProbeCounters {
  private final LongAdder started = new LongAdder();
  private final LongAdder passed = new LongAdder();
  private final LongAdder stretched = new LongAdder();
  private volatile boolean uplinkSuspect;
  private final Map<FailureKind, LongAdder> failed = new EnumMap<>(FailureKind.class);

  public ProbeCounters() {
    for (FailureKind kind : FailureKind.values()) {
      failed.put(kind, new LongAdder());
    }
  }

  /** Probes begun. */
  public long started() {
    return started.sum();
  }

  /** Probes that succeeded. */
  public long passed() {
    return passed.sum();
  }

  /** Probes that failed in this way. */
  public long failed(FailureKind kind) {
    return adder(kind).sum();
  }

  /** Probes that failed in any way. */
  public long failed() {
    return failed.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** Probes that started late because too many others were in flight. */
  public long stretched() {
    return stretched.sum();
  }

  /** Probes begun and not yet ended. */
  public long inFlight() {
    // The ends first: read the other way round, a probe could end without having begun.
    long ended = passed() + failed();
    return started() - ended;
  }

  /** Whether this node's own uplink is suspect, so that its votes are withdrawn. */
  public boolean uplinkSuspect() {
    return uplinkSuspect;
  }

  void uplinkSuspect(boolean suspect) {
    uplinkSuspect = suspect;
  }

  void countStarted() {
    started.increment();
  }

  void countPassed() {
    passed.increment();
  }

  void countFailed(FailureKind kind) {
    adder(kind).increment();
  }

  void countStretched() {
    stretched.increment();
  }

  private LongAdder adder(FailureKind kind) {
    return Objects.requireNonNull(failed.get(kind));
  }
}

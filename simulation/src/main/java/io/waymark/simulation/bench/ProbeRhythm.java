package io.waymark.simulation.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How often and how evenly endpoints are probed. Safe for use by many threads. */
final class ProbeRhythm {
  private final long intervalNanos;
  private final Map<Integer, Long> last = new HashMap<>();
  private final List<Long> deviations = new ArrayList<>();
  private long probes;

  /**
   * @param intervalSeconds that should lie between two probes of an endpoint, start to start
   */
  ProbeRhythm(int intervalSeconds) {
    intervalNanos = TimeUnit.SECONDS.toNanos(intervalSeconds);
  }

  /** A probe of the endpoint started. */
  synchronized void probed(int endpoint, long nanos) {
    probes++;
    Long before = last.put(endpoint, nanos);
    if (before != null) {
      deviations.add(Math.abs(nanos - before - intervalNanos));
    }
  }

  /** What was seen since the last call; an interval belongs to the probe that ended it. */
  synchronized ProbesSeen take() {
    long[] sorted = deviations.stream().mapToLong(Long::longValue).sorted().toArray();
    ProbesSeen seen = new ProbesSeen(probes, micros(sorted, 0.5), micros(sorted, 0.99));
    probes = 0;
    deviations.clear();
    return seen;
  }

  /** 0 when there is no interval. */
  private static long micros(long[] sorted, double share) {
    return sorted.length == 0
        ? 0
        : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)] / 1000;
  }
}

package io.waymark.simulation.bench;

/**
 * A node that probes, in one round.
 *
 * @param round from 1
 * @param due probes that its profiles ask for, per second
 * @param seen probes that came to the endpoints, per second
 * @param failed probes that failed
 * @param stretched probes that started late because too many others were in flight
 * @param cpuMicros processor time of the node's whole process for each probe that came
 * @param core the share of a core that this was, 1 being all of it
 * @param deviationP50Millis how far intervals were from what they should be, start to start, as the
 *     endpoints saw them; the median
 * @param deviationP99Millis the same, 99th percentile
 * @param dnsP50Micros median latency of queries at a low rate, asked while it went on probing
 * @param dnsP99Micros 99th percentile of the same
 * @param dnsLost queries without an answer
 */
record ProbingSample(
    int round,
    double due,
    double seen,
    long failed,
    long stretched,
    double cpuMicros,
    double core,
    double deviationP50Millis,
    double deviationP99Millis,
    double dnsP50Micros,
    double dnsP99Micros,
    long dnsLost) {
  /** Less than this share of what is due does not keep up. */
  private static final double ENOUGH = 0.99;

  /** Whether every probe came when it should. */
  boolean keptUp() {
    return seen >= ENOUGH * due && failed == 0 && stretched == 0;
  }
}

package io.waymark.simulation.bench;

import org.jspecify.annotations.Nullable;

/**
 * One server in one round.
 *
 * @param round from 1
 * @param queriesPerSecond answered, at full speed
 * @param cpuMicros processor time of the server's whole process for each answered query
 * @param udpThreadMicros the same, of the thread that serves UDP alone
 * @param p50Micros median latency at a low rate
 * @param p99Micros 99th percentile of the same
 * @param lost queries without an answer, in both
 * @param allocatedBytes what the UDP thread allocated on the heap for each query; null where there
 *     is no such heap
 */
record Sample(
    String server,
    int round,
    double queriesPerSecond,
    double cpuMicros,
    double udpThreadMicros,
    double p50Micros,
    double p99Micros,
    long lost,
    @Nullable Double allocatedBytes) {}

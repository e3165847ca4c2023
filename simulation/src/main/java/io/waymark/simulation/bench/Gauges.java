package io.waymark.simulation.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What only the JVM itself can tell about a server under test: one question a line on standard
 * input, one number a line on standard output. The end of input ends the process, so that no server
 * outlives the bench, whatever becomes of it.
 */
final class Gauges {
  /** Octets that the UDP threads have allocated on the heap since they started. */
  static final String ALLOCATED = "allocated";

  /** Octets of heap in use after a full collection. */
  static final String HEAP = "heap";

  /** How the names of UDP threads begin. */
  static final String UDP_THREAD = "dns-udp";

  private Gauges() {}

  /** Answers until the input ends, then ends the process. */
  static void serve() throws IOException {
    var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String question = questions.readLine();
        question != null;
        question = questions.readLine()) {
      System.out.println(
          switch (question) {
            case ALLOCATED -> allocated();
            case HEAP -> heap();
            default -> throw new IllegalArgumentException("no gauge named " + question);
          });
    }
    System.exit(0);
  }

  private static long allocated() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(thread -> thread != null && thread.getThreadName().startsWith(UDP_THREAD))
        .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getThreadId()))
        .sum();
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}

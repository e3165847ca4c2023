package io.waymark.simulation.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a fleet of three came to.
 *
 * @param editMillis from sending each edit to the moment all nodes answered with it
 * @param deathMillis from the deciding vote on each death to the moment no node answered with it
 * @param acknowledgedSeconds until the import's last request was replied to
 * @param everywhereSeconds until all nodes had the whole import, and heard that they agree
 * @param heapBytes of each node after a full collection
 * @param idleBytesPerSecond that each node writes to sockets and files while nothing happens
 * @param idleCores of each node, meanwhile
 * @param oversized lines in logs that speak of an oversized message
 */
record FleetOutcome(
    FleetBench.Load load,
    double[] editMillis,
    double[] deathMillis,
    double acknowledgedSeconds,
    double everywhereSeconds,
    List<Long> heapBytes,
    double idleBytesPerSecond,
    double idleCores,
    long oversized) {

  /** Median, 99th percentile and maximum. */
  static String spread(double[] millis) {
    return String.format(
        Locale.ROOT,
        "median %.0f ms, p99 %.0f ms, greatest %.0f ms",
        percentile(millis, 0.5),
        percentile(millis, 0.99),
        percentile(millis, 1));
  }

  static double percentile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int at = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.clamp(at, 0, sorted.length - 1)];
  }

  /** Prints the table. */
  void print(PrintWriter out) {
    out.printf("%nA fleet of three nodes, each a process, all on this machine's cores together%n");
    out.printf(
        "  %d edits, each through the next node, until all answer with it: %s%n",
        load.edits(), spread(editMillis));
    out.printf(
        "  %d deaths of an endpoint, from the deciding vote until none answers with it: %s%n",
        load.deaths(), spread(deathMillis));
    out.printf(
        Locale.ROOT,
        "  import of %,d profiles of %d endpoints through one node: replied to in %.1f s,"
            + " everywhere after %.1f s%n",
        load.profiles(),
        load.endpoints(),
        acknowledgedSeconds,
        everywhereSeconds);
    out.printf(
        Locale.ROOT,
        "  heap of a node after a full collection: %.0f MiB at most%n",
        heapBytes.stream().mapToLong(Long::longValue).max().orElse(0) / 0x1p20);
    out.printf(
        Locale.ROOT,
        "  idle, each node: %.1f KiB/s written, %.1f %% of a core%n",
        idleBytesPerSecond / 1024,
        idleCores * 100);
    out.printf("  lines about oversized messages in the logs: %d%n", oversized);
  }

  /** Everything, each edit and death included. */
  ObjectNode json(ObjectMapper mapper) {
    return mapper.valueToTree(this);
  }
}

package io.waymark.simulation.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What dnsperf printed about one run.
 *
 * @param completed queries that were answered
 * @param lost queries that were not, in time
 * @param perSecond answered queries per second
 * @param latencies microseconds, ascending; empty unless dnsperf was told to report each query
 */
record DnsperfOutput(long completed, long lost, double perSecond, List<Double> latencies) {
  /** One answered query, such as {@code > NOERROR svc000001.tm.example A 0.000042}. */
  private static final Pattern ANSWERED = Pattern.compile("> [A-Z]{2,} \\S+ \\S+ ([0-9.]+)");

  DnsperfOutput {
    latencies = List.copyOf(latencies);
  }

  /** Reads all that dnsperf printed on standard output. */
  static DnsperfOutput parse(List<String> lines) {
    List<Double> latencies = new ArrayList<>();
    for (String line : lines) {
      Matcher answered = ANSWERED.matcher(line);
      if (answered.lookingAt()) {
        latencies.add(Double.parseDouble(answered.group(1)) * 1e6);
      }
    }
    Collections.sort(latencies);
    return new DnsperfOutput(
        (long) statistic(lines, "completed"),
        (long) statistic(lines, "lost"),
        statistic(lines, "per second"),
        latencies);
  }

  private static double statistic(List<String> lines, String name) {
    String label = "Queries " + name + ":";
    return lines.stream()
        .map(String::strip)
        .filter(line -> line.startsWith(label))
        .mapToDouble(line -> Double.parseDouble(firstWord(line.substring(label.length()))))
        .findFirst()
        .orElseThrow(() -> new BenchException("dnsperf printed no line '" + label + "'"));
  }

  private static String firstWord(String text) {
    return text.strip().split("\\s", 2)[0];
  }

  /**
   * The latency in microseconds that this share of the answered queries did not exceed.
   *
   * @throws BenchException when none was answered and reported
   */
  double percentile(double share) {
    if (latencies.isEmpty()) {
      throw new BenchException("dnsperf reported no latencies");
    }
    return latencies.get(Math.max(0, (int) Math.ceil(share * latencies.size()) - 1));
  }
}

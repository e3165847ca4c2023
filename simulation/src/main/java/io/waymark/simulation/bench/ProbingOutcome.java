package io.waymark.simulation.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What probing came to.
 *
 * @param intervalSeconds of every endpoint
 * @param rounds at least one, all with the same load
 * @param steps each with more than the one before; it kept up with all but perhaps the last
 */
record ProbingOutcome(int intervalSeconds, List<ProbingSample> rounds, List<ProbingSample> steps) {
  private static final String ROW = "  %-10s %22s %7s %9s %20s %8s %12s %12s%n";
  private static final String DNS_ROW = "  %-10s %22s %7s %9s%n";

  ProbingOutcome {
    rounds = List.copyOf(rounds);
    steps = List.copyOf(steps);
  }

  /** The most that it kept up with; null when it never did. */
  @Nullable ProbingSample most() {
    return Stream.concat(rounds.stream(), steps.stream())
        .filter(ProbingSample::keptUp)
        .reduce((_, later) -> later)
        .orElse(null);
  }

  /** Prints the table. */
  void print(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%nHTTP probes, %,.0f endpoints, each every %d s; node and endpoints on a core each%n",
        rounds.getFirst().due() * intervalSeconds,
        intervalSeconds);
    out.printf(
        ROW,
        "due/s",
        "probes/s seen",
        "failed",
        "stretched",
        "CPU us/probe",
        "core",
        "beat p50 ms",
        "beat p99 ms");
    out.printf(
        ROW,
        number("%,.0f", rounds.getFirst().due()),
        seen(),
        rounds.stream().mapToLong(ProbingSample::failed).sum(),
        rounds.stream().mapToLong(ProbingSample::stretched).sum(),
        spread(ProbingSample::cpuMicros),
        number("%.0f %%", spread(ProbingSample::core).median() * 100),
        number("%.1f", spread(ProbingSample::deviationP50Millis).median()),
        number("%.1f", spread(ProbingSample::deviationP99Millis).median()));
    out.printf(DNS_ROW, "meanwhile", "DNS queries/s", "p50 us", "p99 us");
    out.printf(
        DNS_ROW,
        "",
        number("%,.0f", Dnsperf.LATENCY_RATE)
            + ", lost "
            + rounds.stream().mapToLong(ProbingSample::dnsLost).sum(),
        number("%.0f", spread(ProbingSample::dnsP50Micros).median()),
        number("%.0f", spread(ProbingSample::dnsP99Micros).median()));
    out.printf(
        "  beat: how far intervals were from %d s, start to start, as the endpoints saw them%n",
        intervalSeconds);
    if (!steps.isEmpty()) {
      printSteps(out);
    }
  }

  private void printSteps(PrintWriter out) {
    ProbingSample most = most();
    ProbingSample last = steps.getLast();
    out.printf(
        "  kept up with %s%s%n",
        most == null ? "none of them" : step(most),
        last.keptUp() ? "; no more was tried" : ", no longer with " + step(last));
  }

  private static String step(ProbingSample sample) {
    return String.format(
        Locale.ROOT,
        "%,.0f probes/s (%,.0f seen, %.0f %% of the core, beat p99 %.1f ms)",
        sample.due(),
        sample.seen(),
        sample.core() * 100,
        sample.deviationP99Millis());
  }

  private String seen() {
    Spread spread = spread(ProbingSample::seen);
    return String.format(
        Locale.ROOT, "%,.0f (%,.0f-%,.0f)", spread.median(), spread.min(), spread.max());
  }

  private Spread spread(ToDoubleFunction<ProbingSample> figure) {
    return Spread.of(rounds.stream().mapToDouble(figure).toArray());
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** Everything, each round and step included. */
  ObjectNode json(ObjectMapper mapper) {
    ObjectNode document = mapper.createObjectNode();
    document.put("intervalSeconds", intervalSeconds);
    document.set("rounds", mapper.valueToTree(rounds));
    document.set("steps", mapper.valueToTree(steps));
    return document;
  }
}

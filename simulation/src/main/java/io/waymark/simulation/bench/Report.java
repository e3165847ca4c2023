package io.waymark.simulation.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The figures of a run, as a table for people and as JSON. */
final class Report {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final String ROW = "  %-16s %11s %20s %11s %9s %9s %7s %12s%n";

  private final Machine machine;
  private final Comparison.Plan plan;
  private final List<Outcome> outcomes;
  private final @Nullable ProbingOutcome probing;
  private final @Nullable FleetOutcome fleet;

  /**
   * @param probing null when that was not measured
   * @param fleet null when that was not measured
   */
  Report(
      Machine machine,
      Comparison.Plan plan,
      List<Outcome> outcomes,
      @Nullable ProbingOutcome probing,
      @Nullable FleetOutcome fleet) {
    this.machine = machine;
    this.plan = plan;
    this.outcomes = List.copyOf(outcomes);
    this.probing = probing;
    this.fleet = fleet;
  }

  /** The table. */
  String text() {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    out.printf("%n%s%n", machine);
    out.printf(
        Locale.ROOT,
        "%d rounds of %.1f s at full speed, %.1f s at %,d queries/s for the latency; before them"
            + " %.1f s of warm-up%n",
        plan.rounds(),
        plan.seconds(),
        plan.latencySeconds(),
        Dnsperf.LATENCY_RATE,
        plan.warmUpSeconds());
    out.printf("medians over the rounds (least-greatest); CPU is user and system%n");
    outcomes.forEach(outcome -> print(out, outcome));
    if (probing != null) {
      probing.print(out);
    }
    if (fleet != null) {
      fleet.print(out);
    }
    return text.toString();
  }

  private static void print(PrintWriter out, Outcome outcome) {
    out.printf("%n%s%n", outcome.title());
    out.printf(
        ROW,
        "server",
        "queries/s",
        "CPU us/query",
        "UDP thread",
        "p50 us",
        "p99 us",
        "lost",
        "alloc/query");
    for (String server : outcome.servers()) {
      out.printf(
          ROW,
          server,
          number("%,.0f", outcome.spread(server, Sample::queriesPerSecond).median()),
          outcome.spread(server, Sample::cpuMicros),
          number("%.2f", outcome.spread(server, Sample::udpThreadMicros).median()),
          number("%.0f", outcome.spread(server, Sample::p50Micros).median()),
          number("%.0f", outcome.spread(server, Sample::p99Micros).median()),
          outcome.of(server).stream().mapToLong(Sample::lost).sum(),
          allocated(outcome, server));
    }
    outcome
        .processorRatios()
        .forEach((compared, ratio) -> out.printf("  CPU per query, %s: %s%n", compared, ratio));
    outcome
        .heapBytes()
        .forEach((server, bytes) ->
            out.printf(
                Locale.ROOT,
                "  heap of %s after a full collection: %.1f MiB%n",
                server,
                bytes / 0x1p20));
    outcome.notes().forEach(note -> out.printf("  %s%n", note));
  }

  private static String allocated(Outcome outcome, String server) {
    double[] bytes =
        outcome.of(server).stream()
            .map(Sample::allocatedBytes)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .toArray();
    return bytes.length == 0 ? "" : number("%.3f B", Spread.of(bytes).median());
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** Writes everything, each round included. */
  void writeJson(Path file) throws IOException {
    ObjectNode document = JSON.createObjectNode();
    document.set("machine", JSON.valueToTree(machine));
    document.set("plan", JSON.valueToTree(plan));
    var comparisons = document.putArray("comparisons");
    for (Outcome outcome : outcomes) {
      ObjectNode comparison = comparisons.addObject();
      comparison.put("title", outcome.title());
      var ratios = comparison.putObject("cpuPerQueryRatios");
      outcome
          .processorRatios()
          .forEach(
              (compared, ratio) -> ratios.set(compared.replace(" ", ""), JSON.valueToTree(ratio)));
      comparison.set("heapBytes", JSON.valueToTree(outcome.heapBytes()));
      comparison.set("notes", JSON.valueToTree(outcome.notes()));
      comparison.set("samples", JSON.valueToTree(outcome.samples()));
    }
    if (probing != null) {
      document.set("probing", probing.json(JSON));
    }
    if (fleet != null) {
      document.set("fleet", fleet.json(JSON));
    }
    JSON.writeValue(file.toFile(), document);
  }
}

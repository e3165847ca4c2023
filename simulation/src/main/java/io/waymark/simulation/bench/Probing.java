package io.waymark.simulation.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A node on one core that probes real endpoints on the other: whether it keeps up with what is due,
 * what that costs, and how much more it would hold.
 */
final class Probing {
  private static final double MICROS = 1e6;

  /**
   * What is asked of the node.
   *
   * @param perSecond probes that are due
   * @param intervalSeconds of every endpoint
   * @param steps how often half as many are added, at most, to find out what one core holds
   */
  record Load(int perSecond, int intervalSeconds, int steps) {}

  private final Workbench bench;
  private final Dnsperf dnsperf;
  private final Comparison.Plan plan;
  private final Consumer<String> progress;

  Probing(Workbench bench, Dnsperf dnsperf, Comparison.Plan plan, Consumer<String> progress) {
    this.bench = bench;
    this.dnsperf = dnsperf;
    this.plan = plan;
    this.progress = progress;
  }

  /** Starts node and endpoints, measures, and stops them. */
  ProbingOutcome run(Load load) throws IOException, InterruptedException {
    ProbedWorkload workload = new ProbedWorkload(ServerProcess.freePort(), load.intervalSeconds());
    ServerProcess sites = Servers.sites(bench, workload);
    try (NodeUnderTest node = Servers.probing(bench)) {
      int profiles = workload.profiles(load.perSecond());
      node.api().apply(0, profiles, workload::document);
      progress.accept(
          String.format(Locale.ROOT, "probing for %.0f s to warm up", plan.warmUpSeconds()));
      pass(plan.warmUpSeconds());
      List<ProbingSample> rounds = new ArrayList<>();
      for (int round = 1; round <= plan.rounds(); round++) {
        rounds.add(measure(node, sites, workload, profiles, round));
      }
      List<ProbingSample> steps = steps(node, sites, workload, load);
      bench.stop(node.server().process());
      bench.stop(sites.process());
      return new ProbingOutcome(load.intervalSeconds(), rounds, steps);
    }
  }

  /** More and more of them, up to the first load that the node does not keep up with. */
  private List<ProbingSample> steps(
      NodeUnderTest node, ServerProcess sites, ProbedWorkload workload, Load load)
      throws IOException, InterruptedException {
    List<ProbingSample> steps = new ArrayList<>();
    int profiles = workload.profiles(load.perSecond());
    for (int step = 1; step <= load.steps(); step++) {
      int more = workload.profiles(load.perSecond() + load.perSecond() * step / 2);
      node.api().apply(profiles, more, workload::document);
      profiles = more;
      // Until the endpoints that are new have all had their turn.
      pass(load.intervalSeconds() + 1);
      ProbingSample sample = measure(node, sites, workload, profiles, step);
      steps.add(sample);
      if (!sample.keptUp()) {
        break;
      }
    }
    return steps;
  }

  private ProbingSample measure(
      NodeUnderTest node, ServerProcess sites, ProbedWorkload workload, int profiles, int round)
      throws IOException, InterruptedException {
    ServerProcess server = node.server();
    Metrics metricsBefore = node.api().metrics();
    long processBefore = server.processorMicros();
    sites.ask(ProbedSites.SEEN);
    long began = System.nanoTime();
    pass(wholeIntervals(workload));
    ProbesSeen seen = ProbesSeen.parse(sites.ask(ProbedSites.SEEN));
    double seconds = (System.nanoTime() - began) / 1e9;
    double process = server.processorMicros() - processBefore;
    Metrics metrics = node.api().metrics();
    if (seen.probes() == 0) {
      throw new BenchException("the node probed nothing in round " + round);
    }
    Dnsperf.Queries queries =
        new Workload(profiles).writeQueries(bench.directory().resolve("queries-probing"));
    DnsperfOutput dns = dnsperf.latency(server, queries, plan.latencySeconds());
    ProbingSample sample =
        new ProbingSample(
            round,
            workload.due(profiles),
            seen.probes() / seconds,
            moved(Metrics.PROBES_FAILED, metricsBefore, metrics),
            moved(Metrics.PROBES_STRETCHED, metricsBefore, metrics),
            process / seen.probes(),
            process / MICROS / seconds,
            seen.deviationP50Micros() / 1e3,
            seen.deviationP99Micros() / 1e3,
            dns.percentile(0.5),
            dns.percentile(0.99),
            dns.lost());
    progress.accept(
        String.format(
            Locale.ROOT,
            "round %d  %,.0f of %,.0f probes/s  %.1f us/probe  %.0f %% of the core",
            round,
            sample.seen(),
            sample.due(),
            sample.cpuMicros(),
            sample.core() * 100));
    return sample;
  }

  /**
   * A round's seconds, made up to whole intervals: endpoints that began together go on being probed
   * together, so that any other stretch of time would see too many probes, or too few.
   */
  private double wholeIntervals(ProbedWorkload workload) {
    int interval = workload.intervalSeconds();
    return Math.ceil(plan.seconds() / interval) * interval;
  }

  private static long moved(String metric, Metrics before, Metrics after) {
    return Math.round(after.of(metric) - before.of(metric));
  }

  private static void pass(double seconds) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
  }
}

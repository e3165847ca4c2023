package io.waymark.simulation.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Servers driven in turn, round after round: whatever else this machine does meets all of them
 * alike, and the ratio within a round says more than any figure by itself.
 */
final class Comparison {

  /**
   * One of the servers compared, or one of the uses of a server.
   *
   * @param name by which the figures go
   * @param queries what it is asked
   * @param gauges whether it answers {@link Gauges}
   */
  record Contestant(String name, ServerProcess server, Dnsperf.Queries queries, boolean gauges) {
    /** Under the server's own name. */
    static Contestant of(ServerProcess server, Dnsperf.Queries queries, boolean gauges) {
      return new Contestant(server.name(), server, queries, gauges);
    }
  }

  /**
   * How long everything takes.
   *
   * @param rounds counted
   * @param seconds at full speed for each server and round
   * @param warmUpSeconds at full speed for each server before the first round
   */
  record Plan(int rounds, double seconds, double warmUpSeconds) {
    /** The time for the latency in each round. */
    double latencySeconds() {
      return Math.min(seconds, 1);
    }
  }

  private final Dnsperf dnsperf;
  private final Plan plan;
  private final Consumer<String> progress;

  Comparison(Dnsperf dnsperf, Plan plan, Consumer<String> progress) {
    this.dnsperf = dnsperf;
    this.plan = plan;
    this.progress = progress;
  }

  /** Warms all of them up, then measures them in turn. */
  List<Sample> run(List<Contestant> contestants) throws IOException, InterruptedException {
    for (Contestant contestant : contestants) {
      progress.accept(
          String.format(
              Locale.ROOT, "warming up %s for %.0f s", contestant.name(), plan.warmUpSeconds()));
      dnsperf.fullSpeed(contestant.server(), contestant.queries(), plan.warmUpSeconds());
    }
    List<Sample> samples = new ArrayList<>();
    for (int round = 1; round <= plan.rounds(); round++) {
      for (Contestant contestant : contestants) {
        Sample sample = measure(contestant, round);
        samples.add(sample);
        progress.accept(line(sample));
      }
    }
    return samples;
  }

  private Sample measure(Contestant contestant, int round)
      throws IOException, InterruptedException {
    ServerProcess server = contestant.server();
    long allocatedBefore = contestant.gauges() ? server.gauge(Gauges.ALLOCATED) : 0;
    long threadBefore = server.udpThreadMicros();
    long processBefore = server.processorMicros();
    DnsperfOutput load = dnsperf.fullSpeed(server, contestant.queries(), plan.seconds());
    double process = server.processorMicros() - processBefore;
    double thread = server.udpThreadMicros() - threadBefore;
    if (load.completed() == 0) {
      throw new BenchException(contestant.name() + " answered nothing in round " + round);
    }
    @Nullable Double allocated =
        contestant.gauges()
            ? (double) (server.gauge(Gauges.ALLOCATED) - allocatedBefore) / load.completed()
            : null;
    DnsperfOutput latency = dnsperf.latency(server, contestant.queries(), plan.latencySeconds());
    return new Sample(
        contestant.name(),
        round,
        load.perSecond(),
        process / load.completed(),
        thread / load.completed(),
        latency.percentile(0.5),
        latency.percentile(0.99),
        load.lost() + latency.lost(),
        allocated);
  }

  private static String line(Sample sample) {
    return String.format(
        Locale.ROOT,
        "round %d  %-16s %,9.0f queries/s  %.2f us/query",
        sample.round(),
        sample.server(),
        sample.queriesPerSecond(),
        sample.cpuMicros());
  }
}

package io.waymark.simulation.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code waymark-sim bench}: starts the servers, has them compared, and prints what came out. */
@Command(
    name = "bench",
    subcommands = LocationBench.class,
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Measures what a query costs, side by side with other servers, and what a probe costs.",
      "One core for the server, one for dnsperf; everything runs on loopback and is stopped at the"
          + " end. Needs dnsperf; gdnsd is compared where it is installed."
    })
public final class BenchCommand implements Callable<Integer> {

  /** Of every imported profile. */
  private static final int ENDPOINTS = 10;

  /** The comparisons there are. */
  enum Part {
    SERVERS,
    PROFILES,
    CLIENTS,
    PROBES,
    FLEET
  }

  @Option(names = "--rounds", description = "rounds, interleaved over the servers")
  private int rounds = 9;

  @Option(names = "--seconds", description = "seconds at full speed, per server and round")
  private double seconds = 5;

  @Option(names = "--warm-up", description = "seconds at full speed, per server, before all rounds")
  private double warmUp = 15;

  @Option(names = "--profiles", description = "profiles of 3 endpoints on every server")
  private int profiles = 1000;

  @Option(names = "--many", description = "profiles that ours is measured with against itself")
  private int many = 100_000;

  @Option(
      names = "--latencies",
      description = "rows of the latency table by which clients are placed")
  private int latencies = 500_000;

  @Option(names = "--probes", description = "HTTP probes a second that are due")
  private int probes = 2000;

  @Option(
      names = "--probe-interval",
      description = "seconds from one probe of an endpoint to its next, 1 to 300")
  private int probeInterval = 1;

  @Option(
      names = "--probe-steps",
      description = "how often half as many probes are added, to find what the core holds")
  private int probeSteps = 6;

  @Option(names = "--edits", description = "edits whose way to all three nodes is timed")
  private int edits = 200;

  @Option(names = "--deaths", description = "deaths of an endpoint that are timed likewise")
  private int deaths = 20;

  @Option(names = "--import", description = "profiles of 10 endpoints imported through one node")
  private int imported = 10_000;

  @Option(names = "--idle", description = "seconds for which the idle fleet is watched")
  private double idle = 30;

  @Option(
      names = "--only",
      paramLabel = "PART",
      description =
          "one part alone: servers (ours, echo, gdnsd), profiles (ours with --many and --profiles),"
              + " clients (ours, by methods that look at the client), probes (ours, probing over"
              + " HTTP), fleet (three of ours that agree)")
  private @Nullable Part only;

  @Option(names = "--json", paramLabel = "FILE", description = "write every figure to this file")
  private @Nullable Path json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    PrintWriter out = spec.commandLine().getOut();
    try (Workbench bench = Workbench.open(Cores.ofThisProcess())) {
      Report report = measure(bench, out);
      out.print(report.text());
      if (json != null) {
        report.writeJson(json);
        out.println("written to " + json);
      }
      out.flush();
      return 0;
    } catch (BenchException e) {
      spec.commandLine().getErr().println("waymark-sim bench: " + e.getMessage());
      return 1;
    }
  }

  private void check() {
    List<String> faults = new ArrayList<>();
    atLeast(faults, "--rounds", rounds, 1);
    atLeast(faults, "--seconds", seconds, 0.1);
    atLeast(faults, "--warm-up", warmUp, 0);
    atLeast(faults, "--profiles", profiles, 1);
    atLeast(faults, "--many", many, 1);
    atLeast(faults, "--latencies", latencies, 1);
    atLeast(faults, "--probes", probes, 1);
    atLeast(faults, "--probe-interval", probeInterval, 1);
    atMost(faults, "--probe-interval", probeInterval, 300);
    atLeast(faults, "--probe-steps", probeSteps, 0);
    atLeast(faults, "--edits", edits, 1);
    atLeast(faults, "--deaths", deaths, 1);
    atLeast(faults, "--import", imported, 1);
    atLeast(faults, "--idle", idle, 0.1);
    if (json != null && !Files.isDirectory(json.resolveSibling("").toAbsolutePath())) {
      faults.add("--json (" + json + ") must lie in a directory that exists");
    }
    if (!faults.isEmpty()) {
      throw new ParameterException(spec.commandLine(), String.join(System.lineSeparator(), faults));
    }
  }

  private static void atLeast(List<String> faults, String option, double value, double least) {
    if (value < least) {
      faults.add(String.format(Locale.ROOT, "%s (%s) must be at least %s", option, value, least));
    }
  }

  private static void atMost(List<String> faults, String option, double value, double most) {
    if (value > most) {
      faults.add(String.format(Locale.ROOT, "%s (%s) must be at most %s", option, value, most));
    }
  }

  private Report measure(Workbench bench, PrintWriter out)
      throws IOException, InterruptedException {
    Machine machine = Machine.here();
    Dnsperf dnsperf = new Dnsperf(bench);
    var plan = new Comparison.Plan(rounds, seconds, warmUp);
    Consumer<String> progress =
        line -> {
          out.println(line);
          out.flush();
        };
    Comparison comparison = new Comparison(dnsperf, plan, progress);
    Set<Part> parts = only == null ? EnumSet.allOf(Part.class) : EnumSet.of(only);
    List<Outcome> outcomes = new ArrayList<>();
    ProbingOutcome probing = null;
    FleetOutcome fleet = null;
    for (Part part : parts) {
      switch (part) {
        case SERVERS -> outcomes.add(servers(bench, comparison));
        case PROFILES -> outcomes.add(profiles(bench, comparison));
        case CLIENTS -> outcomes.add(clients(bench, comparison));
        case PROBES ->
            probing =
                new Probing(bench, dnsperf, plan, progress)
                    .run(new Probing.Load(probes, probeInterval, probeSteps));
        case FLEET ->
            fleet =
                new FleetBench(bench, progress)
                    .run(new FleetBench.Load(edits, deaths, imported, ENDPOINTS, idle));
      }
    }
    return new Report(machine, plan, outcomes, probing, fleet);
  }

  private Outcome servers(Workbench bench, Comparison comparison)
      throws IOException, InterruptedException {
    Workload workload = new Workload(profiles);
    Dnsperf.Queries queries = workload.writeQueries(bench.directory().resolve("queries"));
    List<String> notes = new ArrayList<>();
    List<Comparison.Contestant> contestants = new ArrayList<>();
    contestants.add(
        Comparison.Contestant.of(
            Servers.waymark(bench, "waymark", workload, List.of()), queries, true));
    contestants.add(Comparison.Contestant.of(Servers.echo(bench, workload), queries, true));
    if (Program.GDNSD.find().isPresent()) {
      contestants.add(Comparison.Contestant.of(Servers.gdnsd(bench, workload), queries, false));
    } else {
      notes.add("no gdnsd: " + Program.GDNSD.missing());
    }
    return run(
        bench,
        comparison,
        String.format(
            Locale.ROOT, "Servers, each with %,d Weighted profiles of 3 endpoints", profiles),
        contestants,
        Outcome.Ratios.FIRST_TO_OTHERS,
        notes);
  }

  private Outcome profiles(Workbench bench, Comparison comparison)
      throws IOException, InterruptedException {
    List<Comparison.Contestant> contestants = new ArrayList<>();
    for (int count : new int[] {many, profiles}) {
      Workload workload = new Workload(count);
      Dnsperf.Queries queries =
          workload.writeQueries(bench.directory().resolve("queries-" + count));
      contestants.add(
          Comparison.Contestant.of(
              Servers.waymark(bench, "waymark-" + count, workload, List.of("-Xmx1g")),
              queries,
              true));
    }
    return run(
        bench,
        comparison,
        String.format(
            Locale.ROOT,
            "Profiles, %,d against %,d, all asked uniformly at random, heap at most 1 GiB",
            many,
            profiles),
        contestants,
        Outcome.Ratios.FIRST_TO_OTHERS,
        List.of());
  }

  private Outcome clients(Workbench bench, Comparison comparison)
      throws IOException, InterruptedException {
    ClientWorkload workload = new ClientWorkload(profiles);
    ServerProcess server = Servers.locating(bench, workload, latencies);
    List<Comparison.Contestant> contestants = new ArrayList<>();
    for (ClientWorkload.Method method : ClientWorkload.Method.values()) {
      Path file = bench.directory().resolve("queries-" + method.label());
      contestants.add(
          new Comparison.Contestant(
              method.label(), server, workload.writeQueries(file, method), true));
    }
    return run(
        bench,
        comparison,
        String.format(
            Locale.ROOT,
            "Methods, %,d profiles of each on one node, clients' networks at random, %,d latencies",
            profiles,
            latencies),
        contestants,
        Outcome.Ratios.OTHERS_TO_FIRST,
        List.of());
  }

  private static Outcome run(
      Workbench bench,
      Comparison comparison,
      String title,
      List<Comparison.Contestant> contestants,
      Outcome.Ratios ratios,
      List<String> notes)
      throws IOException, InterruptedException {
    List<Sample> samples = comparison.run(contestants);
    Map<String, Long> heap = new LinkedHashMap<>();
    Set<ServerProcess> servers = new LinkedHashSet<>();
    for (Comparison.Contestant contestant : contestants) {
      ServerProcess server = contestant.server();
      if (servers.add(server) && contestant.gauges()) {
        heap.put(server.name(), server.gauge(Gauges.HEAP));
      }
    }
    servers.forEach(server -> bench.stop(server.process()));
    return new Outcome(title, samples, ratios, heap, notes);
  }
}

package io.waymark.simulation.bench;

import io.waymark.node.location.LocationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the servers that are compared. */
final class Servers {
  private Servers() {}

  /**
   * A node of ours, given the workload's profiles through its API.
   *
   * @param options of the JVM, beside those every node runs with
   */
  static ServerProcess waymark(
      Workbench bench, String name, Workload workload, List<String> options)
      throws IOException, InterruptedException {
    try (NodeUnderTest node = node(bench, name, options, false, file -> {})) {
      node.api().apply(0, workload.profiles(), Workload::document);
      return node.server().awaitAnswer(workload);
    }
  }

  /** A node of ours that knows where clients are, given the workload's profiles. */
  static ServerProcess locating(Workbench bench, ClientWorkload workload, int latencies)
      throws IOException, InterruptedException {
    Path table = bench.directory().resolve("latency.csv");
    try {
      LatencyTable.write(table, JavaProcess.home().resolve("config/regions.conf"), latencies);
    } catch (LocationException e) {
      throw new BenchException(String.valueOf(e.getMessage()), e);
    }
    try (NodeUnderTest node =
        node(
            bench,
            "waymark-clients",
            List.of(),
            false,
            file -> NodeConfiguration.addLatencies(file, table))) {
      node.api().apply(0, workload.documents(), workload::document);
      return node.server();
    }
  }

  /** A node of ours that probes; it has no profiles yet. */
  static NodeUnderTest probing(Workbench bench) throws IOException, InterruptedException {
    return node(bench, "waymark-probing", List.of(), true, file -> {});
  }

  /** Adds settings to a node's configuration file. */
  private interface Settings {
    void addTo(Path file) throws IOException;
  }

  private static NodeUnderTest node(
      Workbench bench, String name, List<String> options, boolean probing, Settings settings)
      throws IOException, InterruptedException {
    int port = ServerProcess.freePort();
    int apiPort = ServerProcess.freePort();
    Path home = Files.createDirectories(bench.directory().resolve(name));
    Path config = NodeConfiguration.write(home, port, apiPort, ServerProcess.freePort(), probing);
    settings.addTo(config);
    List<String> arguments = List.of("node", "--config", config.toString());
    ServerProcess node = ours(bench, name, MeteredNode.class, options, port, arguments);
    NodeApi api = new NodeApi(apiPort, NodeConfiguration.data(home));
    api.awaitReady(node.process(), node.log());
    return new NodeUnderTest(node, api);
  }

  /** The endpoints that a node probes, on the core of the load. */
  static ServerProcess sites(Workbench bench, ProbedWorkload workload) throws IOException {
    Path log = bench.directory().resolve("sites.log");
    Process process =
        bench.startLoad(
            JavaProcess.command(
                ProbedSites.class,
                List.of("-Djava.io.tmpdir=" + bench.directory()),
                List.of(
                    Integer.toString(workload.port()),
                    Integer.toString(workload.intervalSeconds()))),
            log);
    ServerProcess sites = new ServerProcess("sites", process, workload.port(), log, "");
    // It answers once it listens.
    sites.ask(ProbedSites.SEEN);
    return sites;
  }

  /** The bare echo loop. */
  static ServerProcess echo(Workbench bench, Workload workload) throws IOException {
    int port = ServerProcess.freePort();
    List<String> arguments = List.of(Integer.toString(port));
    ServerProcess echo = ours(bench, "echo", EchoServer.class, List.of(), port, arguments);
    echo.awaitResponse(workload);
    return echo;
  }

  /** gdnsd with the workload's names. */
  static ServerProcess gdnsd(Workbench bench, Workload workload) throws IOException {
    int port = ServerProcess.freePort();
    Path configuration =
        GdnsdConfiguration.write(bench.directory().resolve("gdnsd"), port, workload);
    Path log = bench.directory().resolve("gdnsd.log");
    Process process =
        bench.startServer(
            List.of(Program.GDNSD.require(), "-c", configuration.toString(), "start"), log);
    return new ServerProcess("gdnsd", process, port, log, "gdnsd-io-udp").awaitAnswer(workload);
  }

  private static ServerProcess ours(
      Workbench bench,
      String name,
      Class<?> main,
      List<String> options,
      int port,
      List<String> arguments)
      throws IOException {
    Path log = bench.directory().resolve(name + ".log");
    List<String> all = new ArrayList<>(options);
    all.add("-Djava.io.tmpdir=" + bench.directory());
    Process process = bench.startServer(JavaProcess.command(main, all, arguments), log);
    return new ServerProcess(name, process, port, log, Gauges.UDP_THREAD);
  }
}

package io.waymark.simulation.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Three nodes of one fleet, each a process of its own, in a region of its own, on loopback. */
final class FleetNodes implements AutoCloseable {
  static final int COUNT = 3;

  private static final int JOIN_SECONDS = 120;
  private static final int PAUSE_MILLIS = 50;

  private final Workbench bench;
  private final List<NodeUnderTest> nodes;
  private final List<Integer> dnsPorts;

  private FleetNodes(Workbench bench, List<NodeUnderTest> nodes, List<Integer> dnsPorts) {
    this.bench = bench;
    this.nodes = List.copyOf(nodes);
    this.dnsPorts = List.copyOf(dnsPorts);
  }

  /**
   * Starts them and waits until each hears all.
   *
   * @param heap of each JVM, such as {@code -Xmx1g}
   * @param probing whether they probe
   */
  static FleetNodes start(Workbench bench, String name, String heap, boolean probing)
      throws IOException, InterruptedException {
    List<Integer> fleetPorts = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      fleetPorts.add(ServerProcess.freePort());
    }
    List<NodeUnderTest> nodes = new ArrayList<>();
    List<Integer> dnsPorts = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      int dns = ServerProcess.freePort();
      int api = ServerProcess.freePort();
      Path home = Files.createDirectories(bench.directory().resolve(name + "-" + i));
      Path config = NodeConfiguration.writeOfFleet(home, "n" + i, dns, api, fleetPorts, i, probing);
      Path log = bench.directory().resolve(name + "-" + i + ".log");
      Process process =
          bench.startAnywhere(
              JavaProcess.command(
                  MeteredNode.class,
                  List.of(heap, "-Djava.io.tmpdir=" + bench.directory()),
                  List.of("node", "--config", config.toString())),
              log);
      dnsPorts.add(dns);
      nodes.add(
          new NodeUnderTest(
              new ServerProcess("n" + i, process, dns, log, Gauges.UDP_THREAD),
              new NodeApi(api, NodeConfiguration.data(home))));
    }
    FleetNodes fleet = new FleetNodes(bench, nodes, dnsPorts);
    for (NodeUnderTest node : nodes) {
      node.api().awaitReady(node.server().process(), node.server().log());
    }
    fleet.await("every node hears all", JOIN_SECONDS, () -> fleet.hearAll());
    return fleet;
  }

  private boolean hearAll() throws IOException, InterruptedException {
    for (NodeUnderTest node : nodes) {
      long serving =
          node.api().nodes().stream()
              .filter(one -> one.path("state").asText().equals("serving"))
              .count();
      if (serving < COUNT) {
        return false;
      }
    }
    return true;
  }

  /** Whether all nodes hear that all answer from the same configuration. */
  boolean agree() throws IOException, InterruptedException {
    for (NodeUnderTest node : nodes) {
      var known = node.api().nodes();
      if (known.size() < COUNT
          || known.stream().map(one -> one.path("configHash").asText()).distinct().count() > 1) {
        return false;
      }
    }
    return true;
  }

  /** Something that may be so. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /** Waits until it holds. */
  void await(String what, int seconds, Condition condition)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new BenchException("waited " + seconds + " s in vain until " + what);
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  NodeUnderTest node(int index) {
    return nodes.get(index % COUNT);
  }

  List<NodeUnderTest> nodes() {
    return nodes;
  }

  List<Integer> dnsPorts() {
    return dnsPorts;
  }

  /** Lines of all logs that say so. */
  long logged(String text) throws IOException {
    long lines = 0;
    for (NodeUnderTest node : nodes) {
      try (var log = Files.lines(node.server().log())) {
        lines += log.filter(line -> line.toLowerCase(java.util.Locale.ROOT).contains(text)).count();
      }
    }
    return lines;
  }

  @Override
  public void close() {
    for (NodeUnderTest node : nodes) {
      node.api().close();
      bench.stop(node.server().process());
    }
  }
}

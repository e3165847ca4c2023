package io.waymark.node;

import io.waymark.node.settings.NodeSettings;
import io.waymark.node.settings.NodeSettings.Listen;
import io.waymark.protocol.net.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Several whole nodes in this process, each in a region of its own, that know each other. */
final class RunningFleet implements AutoCloseable {
  static final List<String> NAMES = List.of("eu-1", "us-1", "ap-1");
  private static final List<String> REGIONS = List.of("europe", "america", "asia");

  private final Path data;
  private final List<Listen> ports;
  private final IntFunction<NodeSettings.Prober> probers;
  private final IntFunction<NodeSettings.Location> locations;
  private final List<@Nullable RunningNode> nodes = new ArrayList<>();

  /** Starts three nodes that know nothing of where clients are. */
  RunningFleet(Path data, IntFunction<NodeSettings.Prober> probers)
      throws IOException, StartException {
    this(data, probers, _ -> new NodeSettings.Location(null, null, null));
  }

  /**
   * Starts three nodes and waits until all of them hear all.
   *
   * @param probers how each probes, by its place in {@link #NAMES}
   * @param locations the files that tell each where clients are
   */
  RunningFleet(
      Path data,
      IntFunction<NodeSettings.Prober> probers,
      IntFunction<NodeSettings.Location> locations)
      throws IOException, StartException {
    this.data = data;
    this.probers = probers;
    this.locations = locations;
    this.ports = freePorts(NAMES.size());
    for (int i = 0; i < NAMES.size(); i++) {
      nodes.add(null);
      start(i);
    }
    awaitAllHeard(NAMES.size());
  }

  static NodeSettings.Prober probing() {
    return new NodeSettings.Prober(true, true, List.of(), List.of(), List.of());
  }

  /** Ports that were free just now; the nodes must know each other's before any of them starts. */
  private static List<Listen> freePorts(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    List<Listen> ports = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        held.add(socket);
        ports.add(new Listen(IpAddress.parse("127.0.0.1"), socket.getLocalPort()));
      }
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
    return ports;
  }

  void start(int node) throws IOException, StartException {
    Path directory = Files.createDirectories(data.resolve(NAMES.get(node)));
    List<Listen> peers = new ArrayList<>(ports);
    Listen own = peers.remove(node);
    NodeSettings any = RunningNode.settings(directory);
    nodes.set(
        node,
        new RunningNode(
            directory,
            new NodeSettings(
                new NodeSettings.Identity(
                    NAMES.get(node), REGIONS.get(node), null, null, directory),
                any.dns(),
                new NodeSettings.Fleet(own, own, peers, false, null),
                any.admin(),
                probers.apply(node),
                locations.apply(node),
                any.log())));
  }

  void stop(int node) {
    RunningNode running = nodes.set(node, null);
    if (running != null) {
      running.close();
    }
  }

  RunningNode node(int node) {
    RunningNode running = nodes.get(node);
    if (running == null) {
      throw new IllegalStateException(NAMES.get(node) + " does not run");
    }
    return running;
  }

  List<RunningNode> nodes() {
    List<RunningNode> running = new ArrayList<>();
    for (RunningNode node : nodes) {
      if (node != null) {
        running.add(node);
      }
    }
    return running;
  }

  /** Waits until every node that runs hears so many. */
  void awaitAllHeard(int count) {
    for (RunningNode node : nodes()) {
      RunningNode.await(
          "a node hears " + count,
          () -> {
            String reply = node.get("/v1/nodes");
            return reply.split("\"state\":\"serving\"", -1).length - 1 == count;
          });
    }
  }

  @Override
  public void close() {
    for (int i = 0; i < nodes.size(); i++) {
      stop(i);
    }
  }
}

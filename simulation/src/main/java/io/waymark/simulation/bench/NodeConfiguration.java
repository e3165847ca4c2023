package io.waymark.simulation.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The configuration of the node that is measured: one UDP thread. */
final class NodeConfiguration {
  private NodeConfiguration() {}

  /**
   * Writes the file into the node's directory.
   *
   * @param probing whether endpoints, which may be on loopback, are probed
   */
  static Path write(Path home, int dnsPort, int apiPort, int fleetPort, boolean probing)
      throws IOException {
    return Files.writeString(
        home.resolve("waymark.conf"),
        """
        waymark {
          node { name = bench, data = "%s" }
          dns {
            listen = ["127.0.0.1:%d"]
            udp-threads = 1
            drain-time = 0 s
            zones = [
              {
                name = %s
                ns = [ns1.%<s]
                ns-addresses { "ns1.%<s" = ["192.0.2.53"] }
              }
            ]
          }
          fleet { bind = "127.0.0.1:%d" }
          admin { listen = "127.0.0.1:%d" }
          prober { enabled = %b, allow-loopback = on }
        }
        """
            .formatted(data(home), dnsPort, Workload.ZONE, fleetPort, apiPort, probing));
  }

  /**
   * As {@link #write}, for one of several nodes that know each other.
   *
   * @param fleetPorts of all of them
   * @param index of this one
   */
  static Path writeOfFleet(
      Path home,
      String name,
      int dnsPort,
      int apiPort,
      List<Integer> fleetPorts,
      int index,
      boolean probing)
      throws IOException {
    Path file = write(home, dnsPort, apiPort, fleetPorts.get(index), probing);
    String peers =
        IntStream.range(0, fleetPorts.size())
            .filter(peer -> peer != index)
            .mapToObj(peer -> "\"127.0.0.1:" + fleetPorts.get(peer) + "\"")
            .collect(Collectors.joining(", "));
    return Files.writeString(
        file,
        "waymark { node { name = %1$s, region = %1$s }, fleet.peers = [%2$s] }%n"
            .formatted(name, peers),
        StandardOpenOption.APPEND);
  }

  /** Names the node's table of latencies. */
  static void addLatencies(Path file, Path table) throws IOException {
    Files.writeString(
        file, "waymark.location.latency = \"%s\"%n".formatted(table), StandardOpenOption.APPEND);
  }

  /** The node's data directory. */
  static Path data(Path home) {
    return home.resolve("data");
  }
}

package io.waymark.simulation.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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

  /** The node's data directory. */
  static Path data(Path home) {
    return home.resolve("data");
  }
}

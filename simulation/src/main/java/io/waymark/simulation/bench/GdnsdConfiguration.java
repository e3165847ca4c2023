package io.waymark.simulation.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The workload as gdnsd takes it: one resource of plugin_weighted for each profile, and a zone of
 * DYNC records that point to them. Nothing is monitored, as nothing is probed on our side.
 */
final class GdnsdConfiguration {
  private GdnsdConfiguration() {}

  /** Writes everything gdnsd needs, its run and state directories included. */
  static Path write(Path directory, int port, Workload workload) throws IOException {
    Path zones = Files.createDirectories(directory.resolve("zones"));
    try (BufferedWriter config = Files.newBufferedWriter(directory.resolve("config"))) {
      // One thread is the least it takes for TCP; it is never asked anything.
      config.write(
          """
          options => {
            listen => { 127.0.0.1:%d => { udp_threads => 1, tcp_threads => 1 } }
            run_dir => %s
            state_dir => %s
          }
          plugins => { weighted => {
          """
              .formatted(port, directory.resolve("run"), directory.resolve("state")));
      for (int i = 0; i < workload.profiles(); i++) {
        config.write(Workload.name(i) + " => {");
        for (int e = 1; e <= Workload.ENDPOINTS; e++) {
          config.write(
              " e%d => [ %s., %d ]".formatted(e, Workload.target(i, e), Workload.weight(e)));
        }
        config.write(" }\n");
      }
      config.write("} }\n");
    }
    try (BufferedWriter zone = Files.newBufferedWriter(zones.resolve(Workload.ZONE))) {
      zone.write(
          """
          @ 30 SOA ns1 hostmaster 1 900 300 2419200 30
          @ 3600 NS ns1
          ns1 3600 A 192.0.2.53
          """);
      for (int i = 0; i < workload.profiles(); i++) {
        zone.write("%1$s %2$d DYNC weighted!%1$s\n".formatted(Workload.name(i), Workload.TTL));
      }
    }
    return directory;
  }
}

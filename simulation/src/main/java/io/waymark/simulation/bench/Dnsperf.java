package io.waymark.simulation.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Drives a server with dnsperf, from one socket of one thread. */
final class Dnsperf {
  /** Queries per second while latency is measured: far below what any of the servers can take. */
  static final int LATENCY_RATE = 2000;

  /** How long a query is waited for before it counts as lost. */
  private static final int TIMEOUT_SECONDS = 1;

  /**
   * What a server is asked, over and over.
   *
   * @param packets whether the file holds packets, each with its length before it as over TCP;
   *     lines of text otherwise
   */
  record Queries(Path file, boolean packets) {}

  private final Workbench bench;
  private final String program = Program.DNSPERF.require();

  Dnsperf(Workbench bench) {
    this.bench = bench;
  }

  /** As many queries as it and the server can do, up to 100 unanswered at a time. */
  DnsperfOutput fullSpeed(ServerProcess server, Queries queries, double seconds)
      throws IOException, InterruptedException {
    return run(server, queries, seconds, List.of());
  }

  /** Queries at {@link #LATENCY_RATE}, each with its latency. */
  DnsperfOutput latency(ServerProcess server, Queries queries, double seconds)
      throws IOException, InterruptedException {
    return run(server, queries, seconds, List.of("-v", "-Q", Integer.toString(LATENCY_RATE)));
  }

  private DnsperfOutput run(
      ServerProcess server, Queries queries, double seconds, List<String> options)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                program,
                "-s",
                "127.0.0.1",
                "-p",
                Integer.toString(server.port()),
                "-d",
                queries.file().toString(),
                "-l",
                String.format(Locale.ROOT, "%.3f", seconds),
                "-t",
                Integer.toString(TIMEOUT_SECONDS),
                "-c",
                "1",
                "-T",
                "1"));
    if (queries.packets()) {
      command.add("-B");
    }
    command.addAll(options);
    Path output = bench.runLoad(command, bench.directory().resolve("dnsperf.out"));
    return DnsperfOutput.parse(Files.readAllLines(output));
  }
}

package io.waymark.simulation.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Two cores: one for the servers under test, one for the load.
 *
 * @param server where each server runs
 * @param load where dnsperf runs
 */
record Cores(int server, int load) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String ALLOWED = "Cpus_allowed_list:";

  /** The first two this process may use. */
  static Cores ofThisProcess() {
    List<Integer> allowed;
    try (var lines = Files.lines(STATUS)) {
      allowed =
          lines
              .filter(line -> line.startsWith(ALLOWED))
              .map(line -> parse(line.substring(ALLOWED.length()).strip()))
              .findFirst()
              .orElse(List.of());
    } catch (IOException e) {
      throw new BenchException("the bench needs Linux: cannot read " + STATUS, e);
    }
    if (allowed.size() < 2) {
      throw new BenchException(
          "the bench needs two cores, one for the server and one for the load; this process may"
              + " use "
              + allowed.size());
    }
    return new Cores(allowed.get(0), allowed.get(1));
  }

  /** Reads a list such as {@code 0-3,8}. */
  static List<Integer> parse(String list) {
    List<Integer> cores = new ArrayList<>();
    for (String range : list.split(",", -1)) {
      String[] ends = range.split("-", 2);
      int last = Integer.parseInt(ends[ends.length - 1]);
      for (int core = Integer.parseInt(ends[0]); core <= last; core++) {
        cores.add(core);
      }
    }
    return cores;
  }
}

package io.waymark.simulation.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Starts the servers that are compared. */
final class Servers {
  private Servers() {}

  /**
   * Ours, with the workload's profiles.
   *
   * @param options of the JVM, beside those every node runs with
   */
  static ServerProcess waymark(
      Workbench bench, String name, Workload workload, List<String> options) throws IOException {
    int port = ServerProcess.freePort();
    List<String> arguments = List.of(Integer.toString(port), Integer.toString(workload.profiles()));
    return ours(bench, name, TableServer.class, options, port, arguments).awaitAnswer(workload);
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
    List<String> all = new java.util.ArrayList<>(options);
    all.add("-Djava.io.tmpdir=" + bench.directory());
    Process process = bench.startServer(JavaProcess.command(main, all, arguments), log);
    return new ServerProcess(name, process, port, log, Gauges.UDP_THREAD);
  }
}

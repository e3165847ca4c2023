package io.waymark.simulation.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What one run has started and must stop: processes, and a temporary directory. Closing it, which
 * the end of this JVM does too, leaves neither behind. Every process names the directory on its
 * command line.
 */
final class Workbench implements AutoCloseable {
  private static final int STOP_SECONDS = 5;

  private final Path directory;
  private final Cores cores;
  private final Deque<Process> processes = new ArrayDeque<>();
  private final Thread hook = Thread.ofPlatform().unstarted(this::clear);
  private boolean cleared;

  private Workbench(Path directory, Cores cores) {
    this.directory = directory;
    this.cores = cores;
  }

  static Workbench open(Cores cores) throws IOException {
    Workbench bench = new Workbench(Files.createTempDirectory("waymark-bench-"), cores);
    Runtime.getRuntime().addShutdownHook(bench.hook);
    return bench;
  }

  /** A directory that is gone when the run is over. */
  Path directory() {
    return directory;
  }

  /** Starts a process on the core of the servers; its standard error goes to the log. */
  Process startServer(List<String> command, Path log) throws IOException {
    return start(cores.server(), command, log, ProcessBuilder.Redirect.PIPE);
  }

  /** Starts a process on the core of the load; its standard error goes to the log. */
  Process startLoad(List<String> command, Path log) throws IOException {
    return start(cores.load(), command, log, ProcessBuilder.Redirect.PIPE);
  }

  /** Starts a process on both cores; its standard error goes to the log. */
  Process startAnywhere(List<String> command, Path log) throws IOException {
    return start(cores.server() + "," + cores.load(), command, log, ProcessBuilder.Redirect.PIPE);
  }

  /** Runs a process on the core of the load to its end, and returns what it printed. */
  Path runLoad(List<String> command, Path output) throws IOException, InterruptedException {
    Path log = Path.of(output + ".log");
    Process process =
        start(cores.load(), command, log, ProcessBuilder.Redirect.to(output.toFile()));
    int status = process.waitFor();
    forget(process);
    if (status != 0) {
      throw new BenchException(
          String.join(" ", command) + " ended with status " + status + ": " + tail(log));
    }
    return output;
  }

  private Process start(int core, List<String> command, Path log, ProcessBuilder.Redirect output)
      throws IOException {
    return start(Integer.toString(core), command, log, output);
  }

  private synchronized Process start(
      String onCores, List<String> command, Path log, ProcessBuilder.Redirect output)
      throws IOException {
    if (cleared) {
      throw new BenchException("the bench has been stopped");
    }
    List<String> pinned = new ArrayList<>(List.of(Program.TASKSET.require(), "-c", onCores));
    pinned.addAll(command);
    Process process =
        new ProcessBuilder(pinned).redirectError(log.toFile()).redirectOutput(output).start();
    processes.push(process);
    return process;
  }

  /** Stops a process that is no longer needed. */
  void stop(Process process) {
    end(process);
    forget(process);
  }

  private synchronized void forget(Process process) {
    processes.remove(process);
  }

  /** The end of a log, for a message about why its process ended. */
  static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join(
          System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    } catch (IOException e) {
      return "no log: " + e.getMessage();
    }
  }

  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void clear() {
    if (cleared) {
      return;
    }
    cleared = true;
    processes.forEach(Process::destroy);
    processes.forEach(Workbench::end);
    try (var paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    clear();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending, so the hook is running or has run.
    }
  }
}

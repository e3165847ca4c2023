package io.waymark.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A Java process with the tests' class path, for what concerns a whole process. */
public final class ChildJvm implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final BufferedReader out;
  private final CompletableFuture<String> err;

  private ChildJvm(Process process) {
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.err = CompletableFuture.supplyAsync(() -> read(process));
  }

  /** Starts a class's main method. */
  public static ChildJvm start(Class<?> main, String... arguments) throws IOException {
    return start(List.of(), main, arguments);
  }

  /**
   * Starts a class's main method.
   *
   * @param options of the JVM
   */
  public static ChildJvm start(List<String> options, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(options);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ChildJvm(new ProcessBuilder(command).start());
  }

  /** Reads standard output up to and including a line. */
  public List<String> readUntil(String line) throws IOException {
    List<String> lines = new ArrayList<>();
    while (lines.isEmpty() || !lines.getLast().equals(line)) {
      String next = out.readLine();
      if (next == null) {
        throw new IOException("ended before '" + line + "': " + lines + "\n" + err.join());
      }
      lines.add(next);
    }
    return lines;
  }

  /** Sends a signal, such as {@code INT}. */
  public void signal(String name) throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (status != 0) {
      throw new IOException("kill -" + name + " ended with " + status);
    }
  }

  /** Waits for its end and returns its exit code. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still running: " + process.info().commandLine().orElse(""));
    }
    return process.exitValue();
  }

  /** The rest of standard output, once it has ended. */
  public List<String> rest() {
    return out.lines().toList();
  }

  /** Standard error, once it has ended. */
  public List<String> errors() {
    return err.join().lines().toList();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static String read(Process process) {
    return String.join("\n", process.errorReader(StandardCharsets.UTF_8).lines().toList());
  }
}

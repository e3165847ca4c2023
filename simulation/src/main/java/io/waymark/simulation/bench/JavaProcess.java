package io.waymark.simulation.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines that run a main class as the distribution runs the node. */
final class JavaProcess {
  private JavaProcess() {}

  /**
   * The Java of this process, the node's own options, and this process's class path.
   *
   * @param options of the JVM, after the node's
   * @param arguments of the main class
   */
  static List<String> command(Class<?> main, List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + nodeOptions());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return command;
  }

  /** The options that {@code bin/waymark} gives to the JVM. */
  private static Path nodeOptions() {
    String home = System.getenv("WAYMARK_HOME");
    if (home == null) {
      throw new BenchException(
          "WAYMARK_HOME does not name the node's distribution; start the bench with waymark-sim");
    }
    Path options = Path.of(home, "lib", "java.options");
    if (!Files.isReadable(options)) {
      throw new BenchException("WAYMARK_HOME (" + home + ") holds no lib/java.options");
    }
    return options;
  }
}

package io.waymark.simulation.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines that run a main class as the distribution runs the node. */
final class JavaProcess {
  private JavaProcess() {}

  /**
   * The Java of this process, the node's own options, and first of all the node's own libraries.
   *
   * @param options of the JVM, after the node's
   * @param arguments of the main class
   */
  static List<String> command(Class<?> main, List<String> options, List<String> arguments) {
    Path libraries = home().resolve("lib");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + libraries.resolve("java.options"));
    Path cache = libraries.resolve("waymark.aot");
    if (Files.exists(cache)) {
      command.add("-XX:AOTCache=" + cache);
    }
    command.addAll(options);
    command.add("-cp");
    command.add(
        libraries.resolve("*") + File.pathSeparator + System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    return command;
  }

  /** The node's distribution. */
  static Path home() {
    String home = System.getenv("WAYMARK_HOME");
    if (home == null) {
      throw new BenchException(
          "WAYMARK_HOME does not name the node's distribution; start the bench with waymark-sim");
    }
    if (!Files.isReadable(Path.of(home, "lib", "java.options"))) {
      throw new BenchException("WAYMARK_HOME (" + home + ") holds no lib/java.options");
    }
    return Path.of(home);
  }
}

package io.waymark.simulation.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where the figures come from.
 *
 * @param cores that the operating system has
 * @param processor its model, as the kernel names it
 * @param loadAverage of the last minute, before the bench began: above 0 the machine was not idle
 */
record Machine(int cores, String processor, String kernel, String java, double loadAverage) {

  static Machine here() throws IOException {
    return new Machine(
        (int) cpuinfo().filter(line -> line.startsWith("processor")).count(),
        cpuinfo()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse(System.getProperty("os.arch")),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vendor.version", "Java")
            + " "
            + System.getProperty("java.runtime.version"),
        Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]));
  }

  private static Stream<String> cpuinfo() throws IOException {
    return Files.readAllLines(Path.of("/proc/cpuinfo")).stream();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d cores (%s), %s, %s, load average %.2f at the start",
        cores,
        processor,
        kernel,
        java,
        loadAverage);
  }
}

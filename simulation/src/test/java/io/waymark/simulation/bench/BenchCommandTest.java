package io.waymark.simulation.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole bench in small: real servers, real load, every column, nothing left behind. */
final class BenchCommandTest {
  @TempDir Path directory;

  @Test
  void measuresEveryServerAndStopsWhatItStarted() throws Exception {
    require("dnsperf", "/usr/bin/dnsperf");
    require("gdnsd", "/usr/sbin/gdnsd");
    Path figures = directory.resolve("figures.json");
    String output = run("--only=servers", "--profiles=20", "--json=" + figures);
    assertThat(output)
        .contains("queries/s", "CPU us/query", "p50 us", "p99 us", "lost", "alloc/query")
        .contains("CPU per query, waymark / echo:")
        .contains("CPU per query, waymark / gdnsd:");
    Set<String> measured = new HashSet<>();
    for (JsonNode sample :
        new ObjectMapper().readTree(figures.toFile()).at("/comparisons/0/samples")) {
      measured.add(sample.path("server").asText() + " " + sample.path("round").asInt());
      assertThat(sample.path("queriesPerSecond").asDouble()).isPositive();
      assertThat(sample.path("cpuMicros").asDouble()).isPositive();
    }
    assertThat(measured)
        .containsExactlyInAnyOrder(
            "waymark 1", "waymark 2", "echo 1", "echo 2", "gdnsd 1", "gdnsd 2");
  }

  @Test
  void measuresMethodsThatLookAtTheClientAgainstOneThatDoesNot() throws Exception {
    require("dnsperf", "/usr/bin/dnsperf");
    Path figures = directory.resolve("figures.json");
    String output = run("--only=clients", "--profiles=20", "--latencies=1000", "--json=" + figures);
    assertThat(output)
        .contains("CPU per query, performance / weighted:")
        .contains("CPU per query, geographic / weighted:");
    JsonNode comparison = new ObjectMapper().readTree(figures.toFile()).at("/comparisons/0");
    assertThat(comparison.path("samples")).hasSize(6);
    for (JsonNode sample : comparison.path("samples")) {
      assertThat(sample.path("queriesPerSecond").asDouble()).isPositive();
      assertThat(sample.path("lost").asLong()).isZero();
    }
  }

  @Test
  void countsTheProbesThatTheEndpointsSee() throws Exception {
    require("dnsperf", "/usr/bin/dnsperf");
    Path figures = directory.resolve("figures.json");
    String output = run("--only=probes", "--probes=30", "--probe-steps=1", "--json=" + figures);
    assertThat(output)
        .contains("HTTP probes, 30 endpoints, each every 1 s")
        .contains("probes/s seen", "CPU us/probe", "beat p99 ms", "kept up with");
    JsonNode probing = new ObjectMapper().readTree(figures.toFile()).path("probing");
    assertThat(probing.path("rounds")).hasSize(2);
    for (JsonNode round : probing.path("rounds")) {
      assertThat(round.path("due").asDouble()).isEqualTo(30);
      assertThat(round.path("seen").asDouble()).isPositive();
      assertThat(round.path("cpuMicros").asDouble()).isPositive();
      assertThat(round.path("failed").asLong()).isZero();
      assertThat(round.path("dnsP50Micros").asDouble()).isPositive();
    }
    assertThat(probing.path("steps")).hasSize(1);
    assertThat(probing.at("/steps/0/due").asDouble()).isEqualTo(45);
  }

  @Test
  void saysEverythingThatIsWrongWithItsOptions() {
    StringWriter err = new StringWriter();
    int status =
        new CommandLine(new BenchCommand())
            .setErr(new PrintWriter(err))
            .execute("--probes=0", "--probe-interval=301", "--probe-steps=-1", "--rounds=0");
    assertThat(status).isEqualTo(2);
    assertThat(err.toString())
        .contains("--probes (0.0) must be at least 1.0")
        .contains("--probe-interval (301.0) must be at most 300.0")
        .contains("--probe-steps (-1.0) must be at least 0.0")
        .contains("--rounds (0.0) must be at least 1.0");
  }

  /** Runs the bench with short rounds, and makes sure that it leaves nothing behind. */
  private String run(String... options) throws Exception {
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                "io.waymark.simulation.Main",
                "bench",
                "--rounds=2",
                "--seconds=0.5",
                "--warm-up=0.5"));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("WAYMARK_HOME", nodeDistribution().toString());
    Process bench = builder.start();
    String output = new String(bench.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bench.waitFor()).as(output).isZero();
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left.filter(file -> !file.getFileName().toString().startsWith("hsperf")))
          .isEmpty();
    }
    assertThat(commandLinesWith(temporary.toString())).isEmpty();
    return output;
  }

  private static void require(String program, String path) {
    assertThat(Path.of(path))
        .as("%s is missing: install the Debian package %s", program, program)
        .exists();
  }

  private static List<String> commandLinesWith(String text) throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(process -> process.getFileName().toString().matches("\\d+"))
          .map(BenchCommandTest::commandLine)
          .filter(line -> line.contains(text))
          .toList();
    }
  }

  private static String commandLine(Path process) {
    try {
      return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // It ended while the list was read.
      return "";
    }
  }

  private static Path nodeDistribution() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null && !Files.exists(directory.resolve("node/pom.xml"))) {
      directory = directory.getParent();
    }
    if (directory == null) {
      throw new IllegalStateException("not inside the source tree");
    }
    return directory.resolve("node/target/waymark");
  }
}

package io.waymark.simulation.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class LocationBenchTest {

  @Test
  void measuresLoadingAndLookingUp() {
    StringWriter out = new StringWriter();
    Path config = config();

    int exit =
        new CommandLine(new LocationBench())
            .setOut(new PrintWriter(out))
            .execute(
                "--database=" + config.resolve("country.mmdb"),
                "--regions=" + config.resolve("regions.conf"),
                "--latencies=400",
                "--rounds=2",
                "--iterations=1",
                "--seconds=0.05");

    assertThat(exit).isZero();
    assertThat(out.toString())
        .containsPattern("load 2: \\d+ ms, \\d+\\.\\d MiB of heap")
        .containsPattern("geographic, IPv4: \\d+\\.\\d ns a look-up \\(.*\\), \\d+ stretches")
        .containsPattern("geographic, IPv6: \\d+\\.\\d ns a look-up")
        .containsPattern("performance, IPv4: \\d+\\.\\d ns a look-up")
        .containsPattern("performance, IPv6: \\d+\\.\\d ns a look-up \\(.*\\), \\d+ stretches");
  }

  @Test
  void saysWhatIsWrongAllAtOnce() {
    StringWriter err = new StringWriter();

    int exit =
        new CommandLine(new LocationBench())
            .setErr(new PrintWriter(err))
            .execute("--rounds=0", "--iterations=0", "--seconds=0");

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString().lines())
        .startsWith(
            "--rounds (0) must be 1 or more",
            "--iterations (0) must be 1 or more",
            "--seconds (0.0) must be above 0");
  }

  private static Path config() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("config/country.mmdb"))) {
      directory = Objects.requireNonNull(directory.getParent(), "not in the source tree");
    }
    return directory.resolve("config");
  }
}

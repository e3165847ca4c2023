package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MainTest {
  private static final String ZONE =
      "waymark.dns.zones = [{ name = tm.example, ns = [ns.example] }]";

  @TempDir Path directory = Path.of("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpsWithEveryCommand() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("node ", "check ", "console ", "demo ", "version ");
    for (String command : List.of("node", "check", "console", "demo", "version")) {
      assertThat(run(command, "--help")).isZero();
      assertThat(out.toString()).contains("Usage: waymark " + command);
    }
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("nod")).isEqualTo(2);
    assertThat(run("check")).isEqualTo(2);
    assertThat(run("check", "--config", "a", "--bogus")).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "Missing command",
            "Unmatched argument at index 0: 'nod'",
            "Missing required option: '--config=FILE'",
            "--bogus");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void printsVersions() {
    assertThat(run("version")).isZero();

    assertThat(out.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).matches("waymark \\d+\\.\\d+\\.\\d+.*"),
            line -> assertThat(line).startsWith("commit  "),
            line -> assertThat(line).isEqualTo("java    " + Runtime.version()),
            line -> assertThat(line).matches("pekko   1\\.\\d+\\.\\d+"));
  }

  @Test
  void checksAGoodFileAndWarns() throws Exception {
    Path file = write(ZONE);

    assertThat(run("check", "--config", file.toString())).isZero();
    assertThat(out.toString().strip()).isEqualTo(file + " is good");
    assertThat(err.toString()).startsWith("warning: waymark.location.database (none) should name");
  }

  @Test
  void listsEveryFaultAndCannotStart() throws Exception {
    Path file = write(ZONE + "\nwaymark { node.name = \"\", log.level = loud }");

    for (String command : List.of("check", "node")) {
      err.getBuffer().setLength(0);
      assertThat(run(command, "--config", file.toString(), "--set", "waymark.dns.udp-threads=x"))
          .isEqualTo(2);
      assertThat(err.toString().lines())
          .satisfiesExactly(
              line -> assertThat(line).startsWith("waymark.node.name () must be "),
              line -> assertThat(line).startsWith("waymark.dns.udp-threads (x) must be "),
              line -> assertThat(line).startsWith("waymark.log.level (loud) must be "));
    }
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void faultyLocationDataIsToldAndCannotStart() throws Exception {
    Path latency = Files.writeString(directory.resolve("latency.csv"), "prefix;region;ms\n");
    Path regions = Files.writeString(directory.resolve("regions.conf"), "regions = 7\n");
    Path data = directory.resolve("data");
    Path file =
        write(
            ZONE
                + "\nwaymark { node.data = \""
                + data
                + "\", location { latency = latency.csv, regions = regions.conf } }");

    for (String command : List.of("check", "node")) {
      err.getBuffer().setLength(0);
      assertThat(
              run(
                  command,
                  "--config=" + file,
                  "--set=waymark.dns.listen=[\"127.0.0.1:0\"]",
                  "--set=waymark.admin.listen=\"127.0.0.1:0\""))
          .isEqualTo(2);
      assertThat(err.toString().lines().toList())
          .anySatisfy(line -> assertThat(line).startsWith(regions + " must have a list"))
          .anySatisfy(line -> assertThat(line).startsWith(latency + " line 1: the header"));
    }
  }

  @Test
  void takesTheLastOfTwoSettingsAndLeavesCommasAlone() throws Exception {
    Path file = write(ZONE);

    assertThat(
            run(
                "check",
                "--config=" + file,
                "--set=waymark.dns.listen=[\"127.0.0.1:0\", \"[::1]:0\"]",
                "--set=waymark.log.level=loud",
                "--set=waymark.log.level=debug"))
        .isZero();
  }

  private int run(String... arguments) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("node.conf"), text);
  }
}

package io.waymark.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Walks the first screen of the README as a newcomer does, on free ports, with the distribution
 * that was built.
 */
final class ReadmeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern DNS = Pattern.compile("DNS (127\\.0\\.0\\.1):(\\d+)");
  private static final Pattern DATA = Pattern.compile("data +(\\S+)");
  private static final Pattern DIG =
      Pattern.compile("^\\$ (dig \\S.*)\\n([0-9.]+)$", Pattern.MULTILINE);

  /** A command of the README and the answer it shows. */
  private record Dig(String command, String answer) {}

  @Test
  void theDemoDoesWhatTheReadmeSaysAndLeavesNothingBehind() throws Exception {
    Path root = repository();
    Path waymark = root.resolve("node/target/waymark/bin/waymark");
    assertThat(waymark).as("built by 'mvn package'").isExecutable();
    List<Dig> digs = digs(Files.readString(root.resolve("README.md")));
    assertThat(digs).as("dig commands with their answers").hasSize(8);
    Process demo = new ProcessBuilder(command(waymark)).redirectErrorStream(true).start();
    try (BufferedReader out = demo.inputReader(StandardCharsets.UTF_8);
        Writer in = demo.outputWriter(StandardCharsets.UTF_8)) {
      String banner = banner(out);
      String port = find(DNS, banner).group(2);
      Path data = Path.of(find(DATA, banner).group(1));
      assertThat(data).isDirectory();
      awaitAnswer(digs.get(0), port);
      type(in, "off eu");
      awaitAnswer(digs.get(1), port);
      type(in, "on eu");
      awaitAnswer(digs.get(0), port);
      type(in, "kill us-1");
      awaitLine(out, "us-1 is killed");
      awaitAnswer(digs.get(2), port);
      awaitAnswer(digs.get(3), port);
      assertThat(answer(digs.get(4), port)).as("what was killed").doesNotContain("127.0.0.1");
      type(in, "start us-1");
      awaitLine(out, "us-1 runs again");
      awaitAnswer(digs.get(4), port);
      for (Dig byClient : digs.subList(5, 8)) {
        awaitAnswer(byClient, port);
      }
      // What Ctrl-C does.
      new ProcessBuilder("kill", "-INT", String.valueOf(demo.pid())).start().waitFor();
      assertThat(demo.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(demo.exitValue()).isZero();
      assertThat(data).doesNotExist();
    } finally {
      demo.destroyForcibly().waitFor();
    }
  }

  @Test
  void namesTheTwoCommands() throws IOException {
    assertThat(Files.readString(repository().resolve("README.md")))
        .contains("mvn -q -DskipTests package && node/target/waymark/bin/waymark demo")
        .contains("mvn -q verify");
  }

  private static List<String> command(Path waymark) {
    return List.of(
        waymark.toString(),
        "demo",
        "--dns-port",
        "0",
        "--http-port",
        "0",
        "--fleet-port",
        "0",
        "--endpoint-port",
        "0");
  }

  private static String banner(BufferedReader out) throws IOException {
    StringBuilder banner = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      banner.append(line).append('\n');
      if (line.startsWith("Type 'off eu'")) {
        return banner.toString();
      }
    }
    throw new AssertionError("the demo ended early:\n" + banner);
  }

  private static void type(Writer in, String command) throws IOException {
    in.write(command + "\n");
    in.flush();
  }

  private static void awaitLine(BufferedReader out, String wanted) throws IOException {
    for (String line = out.readLine(); !wanted.equals(line); line = out.readLine()) {
      assertThat(line).as("the demo says: %s", wanted).isNotNull();
    }
  }

  private static List<Dig> digs(String readme) {
    List<Dig> digs = new ArrayList<>();
    Matcher matcher = DIG.matcher(readme);
    while (matcher.find()) {
      digs.add(new Dig(matcher.group(1), matcher.group(2)));
    }
    return digs;
  }

  private static Matcher find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).as("%s in:%n%s", pattern, text).isTrue();
    return matcher;
  }

  private static void awaitAnswer(Dig dig, String port) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String answer = "";
    while (System.nanoTime() < end) {
      answer = answer(dig, port);
      if (answer.equals(dig.answer())) {
        return;
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    throw new AssertionError(dig.command() + " answers " + answer + " rather than " + dig.answer());
  }

  private static String answer(Dig dig, String port) throws Exception {
    return run(dig.command().replace("-p 5300", "-p " + port + " +tries=1"));
  }

  private static String run(String command) throws Exception {
    Process process;
    try {
      process = new ProcessBuilder(command.split(" ", -1)).start();
    } catch (IOException e) {
      throw new AssertionError("dig is missing: install the Debian package bind9-dnsutils", e);
    }
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      process.waitFor();
      return line == null ? "" : line;
    }
  }

  private static Path repository() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null && !Files.exists(directory.resolve("node/pom.xml"))) {
      directory = directory.getParent();
    }
    if (directory == null) {
      throw new IllegalStateException("not inside the source tree");
    }
    return directory;
  }
}

package io.waymark.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes with real files, killed as {@code kill -9} does. */
final class KilledProcessTest {
  private static final int KILLS = 5;

  @TempDir Path directory;

  private final CapturedLog lines = new CapturedLog();

  @AfterEach
  void letLinesThrough() {
    lines.close();
  }

  @Test
  void losesNothingThatItAcknowledged() throws Exception {
    Random random = new Random(1);
    for (int kill = 0; kill < KILLS; kill++) {
      Path data = directory.resolve("kill-" + kill);
      int acknowledged = writeAndKill(data, random.nextInt(1_500));
      try (LogStore store = LogStore.open(data)) {
        SortedMap<String, String> entries = StoredText.text(store.entries());
        int count = Integer.parseInt(entries.getOrDefault("last", "0"));
        assertThat(count).isGreaterThanOrEqualTo(acknowledged);
        assertThat(entries).isEqualTo(stateAfter(count));
        assertThat(lines.lines()).noneMatch(line -> line.contains("DAMAGED"));
      }
    }
  }

  /** Kills the process once it has acknowledged so many batches; tells how many it did in all. */
  private static int writeAndKill(Path data, int atLeast) throws Exception {
    Process process = start(data);
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine()).isEqualTo("open");
      int acknowledged = 0;
      while (acknowledged < atLeast) {
        acknowledged = Integer.parseInt(output.readLine());
      }
      // Unlike the process's own method, the handle's leaves its output open.
      process.toHandle().destroyForcibly();
      // What is still in the pipe was acknowledged too; its last line may be cut short.
      StringBuilder rest = new StringBuilder();
      for (int c = output.read(); c >= 0; c = output.read()) {
        rest.append((char) c);
      }
      String[] whole = rest.substring(0, rest.lastIndexOf("\n") + 1).split("\n", -1);
      return whole.length < 2 ? acknowledged : Integer.parseInt(whole[whole.length - 2]);
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static Map<String, String> stateAfter(int batches) {
    Map<String, String> state = new TreeMap<>();
    for (int number = 1; number <= batches; number++) {
      StoreProcess.batch(number).forEach(write -> StoredText.apply(write, state));
    }
    return state;
  }

  @Test
  void isKeptOutOfADirectoryThatAnotherProcessHolds() throws Exception {
    Process process = start(directory);
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine()).isEqualTo("open");
      assertThatThrownBy(() -> LogStore.open(directory))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith(directory + " is in use by process " + process.pid() + ";")
          .hasMessageContaining("waymark.node.data");
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    // The lock ends with the process.
    LogStore.open(directory).close();
  }

  @Test
  void keepsOthersOutEvenAfterItRefusedItselfASecondStore() throws Exception {
    try (LogStore store = LogStore.open(directory)) {
      assertThat(store.entries()).isEmpty();
      assertThatThrownBy(() -> LogStore.open(directory))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith(
              directory + " is in use by this process, " + ProcessHandle.current().pid() + ";");
      Process process = start(directory);
      try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
        assertThat(output.readLine())
            .startsWith(directory + " is in use by process " + ProcessHandle.current().pid() + ";");
      } finally {
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  private static Process start(Path data) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            StoreProcess.class.getName(),
            data.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}

package io.waymark.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What {@code waymark-sim seeds} says. */
final class SeedsCommandTest {
  private final StringWriter out = new StringWriter();

  private int run(String... arguments) {
    return new CommandLine(new SeedsCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(out, true))
        .execute(arguments);
  }

  @Test
  void saysHowManySeedsHeld() {
    assertThat(run("--count", "2")).isZero();
    assertThat(out.toString()).startsWith("2 seeds, 0 broke a promise");
  }

  @Test
  void printsTheCommandThatReplaysAFailure() {
    assertThat(run("--count", "60", "--bug", "EPOCH_DROPPED")).isOne();
    assertThat(out.toString())
        .containsPattern(
            "seed \\d+: \\w+: .+\\R  replay: waymark-sim seeds --seed \\d+ --trace"
                + " --bug EPOCH_DROPPED\\R");
  }

  @Test
  void tracesASeed() {
    assertThat(run("--seed", "3", "--trace")).isZero();
    assertThat(out.toString()).contains("is killed", "fault everything is well again", "1 seeds");
  }

  @Test
  void refusesNoSeeds() {
    assertThat(run("--count", "0")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(out.toString()).contains("--count 0 must be at least 1");
  }
}

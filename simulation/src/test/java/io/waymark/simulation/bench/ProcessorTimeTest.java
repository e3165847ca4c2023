package io.waymark.simulation.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Lines of {@code /proc/PID/stat} as Linux 6.18 prints them. */
final class ProcessorTimeTest {
  private static final String FIELDS =
      " S 10260 10284 10284 0 -1 4194560 6779 443397 0 17 1 5 5488 612 20 0 1 0 1148945 5439488"
          + " 1015 18446744073709551615 94430718091264 94430718880669 140732482540800 0 0 0 65536 4"
          + " 1132560123 1 0 0 17 1 0 0 0 0 0 94430719113968 94430719162212 94431327330304"
          + " 140732482542460 140732482542475 140732482542475 140732482547694 0\n";

  @Test
  void addsUserAndSystemTime() {
    assertThat(ProcessorTime.parse("10284 (bash)" + FIELDS)).isEqualTo((1 + 5) * 10_000);
  }

  @Test
  void isNotMisledByWhatACommandIsCalled() {
    assertThat(ProcessorTime.parse("10284 (a) R 1 (b c)" + FIELDS)).isEqualTo(60_000);
  }

  @Test
  void growsWithTheWorkOfThisProcess() {
    long pid = ProcessHandle.current().pid();
    long before = ProcessorTime.processMicros(pid);
    long sum = 0;
    while (ProcessorTime.processMicros(pid) - before < 50_000) {
      sum += System.nanoTime();
    }
    assertThat(sum).isNotZero();
  }

  @Test
  void countsTheThreadsOfThatNameAlone() throws Exception {
    Thread busy =
        Thread.ofPlatform()
            .daemon()
            .name("busy-thread")
            .start(() -> {
              while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
              }
            });
    long pid = ProcessHandle.current().pid();
    try {
      while (ProcessorTime.threadMicros(pid, "busy-thread") == 0) {
        Thread.onSpinWait();
      }
    } finally {
      busy.interrupt();
      busy.join();
    }
    assertThat(ProcessorTime.threadMicros(pid, "no-such-thread")).isZero();
  }

  @Test
  void saysThatTheProcessMayHaveEnded() {
    // Above the largest process id that Linux gives.
    assertThatThrownBy(() -> ProcessorTime.processMicros(1L << 23))
        .isInstanceOf(BenchException.class)
        .hasMessage("cannot read /proc/8388608/stat: has the process ended?");
  }
}

package io.waymark.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.node.store.CrashWorkload.Progress;
import io.waymark.node.store.SimulatedFiles.Survival;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The machine stops at every single operation on the files. */
final class CrashTest {
  private static final int TORN_WAYS = 5;
  private static final int OPERATIONS_IN_RECOVERY = 10;

  private final CrashWorkload workload = new CrashWorkload(1);
  private final CapturedLog lines = new CapturedLog();

  @AfterEach
  void letLinesThrough() {
    lines.close();
  }

  @Test
  void losesNoAcknowledgedBatchAndShowsNoneInPartWhereverItStops() throws Exception {
    for (boolean afterEffect : new boolean[] {false, true}) {
      boolean crashed = true;
      for (int position = 1; crashed; position++) {
        SimulatedFiles files = new SimulatedFiles();
        Crash crash = new Crash(position, afterEffect);
        files.disturb(crash);
        Progress progress = workload.run(files);
        crashed = crash.happened();
        lines.clear();
        // What leaves the directory itself behind, and so changes it, comes last.
        for (Survival survival :
            List.of(Survival.FORCED_ONLY, Survival.TORN, Survival.FLIPPED, Survival.EVERYTHING)) {
          boolean drawn = survival == Survival.TORN || survival == Survival.FLIPPED;
          for (int way = 0; way < (drawn ? TORN_WAYS : 1); way++) {
            try {
              Random random = new Random(position * 31L + way);
              recover(files.afterCrash(survival, random), progress, random);
            } catch (AssertionError | StoreException e) {
              throw new AssertionError(crash + ", left " + survival + " in way " + way, e);
            }
          }
        }
      }
    }
  }

  private void recover(SimulatedFiles left, Progress before, Random random) {
    SimulatedFiles files = left;
    if (random.nextBoolean()) {
      files = stopDuringRecovery(left, random);
    }
    try (LogStore store = LogStore.open(files, CrashWorkload.LIMITS)) {
      SortedMap<String, String> expected = new TreeMap<>(StoredText.text(store.entries()));
      assertThat(workload.batchesIn(expected)).isBetween(before.acknowledged(), before.submitted());
      if (before.storeId() != null) {
        assertThat(store.storeId()).isEqualTo(before.storeId());
      }
      // What is shown would survive the next crash, and so does what is written from here on.
      assertThat(Logs.read(files.afterCrash(Survival.FORCED_ONLY, random))).isEqualTo(expected);
      store.write(List.of(StoredText.put("later", "1"))).toCompletableFuture().join();
      expected.put("later", "1");
      assertThat(Logs.read(files.afterCrash(Survival.FORCED_ONLY, random))).isEqualTo(expected);
    }
    // A crash never looks like damage.
    assertThat(files.list()).noneMatch(name -> name.startsWith(LogOpening.DAMAGED));
  }

  private static SimulatedFiles stopDuringRecovery(SimulatedFiles left, Random random) {
    left.disturb(new Crash(1 + random.nextInt(OPERATIONS_IN_RECOVERY), random.nextBoolean()));
    try (LogStore store = LogStore.open(left, CrashWorkload.LIMITS)) {
      assertThat(store.entries()).isNotNull();
    } catch (StoreException e) {
      assertThat(e).hasRootCauseInstanceOf(Crash.Stopped.class);
    }
    Survival[] survivals = Survival.values();
    return left.afterCrash(survivals[random.nextInt(survivals.length)], random);
  }
}

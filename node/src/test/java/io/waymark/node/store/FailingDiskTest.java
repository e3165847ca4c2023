package io.waymark.node.store;

import static io.waymark.node.store.StoredText.put;
import static io.waymark.node.store.StoredText.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.waymark.node.store.LogStore.Limits;
import io.waymark.node.store.SimulatedFiles.Disturbance;
import io.waymark.node.store.SimulatedFiles.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A disk that refuses an operation while the process lives on. */
final class FailingDiskTest {
  private static final Limits LIMITS = new Limits(1 << 20, 4_000, 500, 300);

  private final SimulatedFiles files = new SimulatedFiles();
  private final CapturedLog lines = new CapturedLog();

  @AfterEach
  void letLinesThrough() {
    lines.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"APPEND", "FORCE"})
  void failsThisAndAllLaterWritesWhileReadsGoOn(Operation refused) {
    try (LogStore store = LogStore.open(files, LIMITS)) {
      write(store, "a", "1").join();
      // The bytes have reached the file when the disk refuses: the worst case.
      files.disturb(refusingAfter(refused, LogOpening.LOG));
      assertThatThrownBy(write(store, "a", "2")::join)
          .hasCauseInstanceOf(StoreException.class)
          .hasMessageContaining("cannot write to simulated/state.log: no space left on device");
      files.disturb((_, _) -> {});
      assertThatThrownBy(write(store, "b", "1")::join)
          .hasCauseInstanceOf(StoreException.class)
          .hasMessageContaining("cannot write to simulated/state.log: no space left on device");
      assertThat(text(store.entries())).containsExactly(entry("a", "1"));
    }
    assertThat(lines.lines()).filteredOn(line -> line.startsWith("ERROR")).hasSize(1);
    assertThat(Logs.read(files)).containsExactly(entry("a", "1"));
  }

  @Test
  void failsEverythingThatWaitedToo() {
    HeldForce held = new HeldForce();
    try (LogStore store = LogStore.open(files, LIMITS)) {
      files.disturb(
          new Disturbance() {
            @Override
            public void before(Operation operation, String name) {
              held.before(operation, name);
            }

            @Override
            public void after(Operation operation, String name) throws IOException {
              refusingAfter(Operation.FORCE, LogOpening.LOG).after(operation, name);
            }
          });
      List<CompletableFuture<Void>> refused = new ArrayList<>();
      refused.add(write(store, "a", "1"));
      held.awaitReached();
      refused.add(write(store, "b", "1"));
      refused.add(write(store, "c", "1"));
      held.release();
      assertThat(refused)
          .allSatisfy(stored ->
              assertThatThrownBy(stored::join).hasMessageContaining("no space left on device"));
      assertThat(store.entries()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"OPEN", "APPEND", "FORCE"})
  void writesOnWhenOnlyACompactionIsRefusedAndCompactsLater(Operation refused) {
    try (LogStore store = LogStore.open(files, LIMITS)) {
      files.disturb(refusingAfter(refused, LogOpening.NEW_LOG));
      for (int i = 0; i < 20; i++) {
        write(store, "a", "x".repeat(50) + i).join();
      }
      int grown = files.content(LogOpening.LOG).length;
      assertThat(grown).isGreaterThan(1_500);
      assertThat(lines.lines())
          .isNotEmpty()
          .allMatch(l -> l.startsWith("WARN Could not compact simulated/state.log: no space left"))
          // Each time the log has doubled, not at every write.
          .hasSizeLessThan(4);
      files.disturb((_, _) -> {});
      for (int i = 0; i < 50; i++) {
        write(store, "a", "x".repeat(50) + i).join();
      }
      assertThat(files.content(LogOpening.LOG).length).isLessThan(grown);
      assertThat(text(store.entries())).containsExactly(entry("a", "x".repeat(50) + 49));
    }
    assertThat(Logs.read(files)).containsExactly(entry("a", "x".repeat(50) + 49));
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"RENAME", "FORCE_DIRECTORY"})
  void storesNothingMoreWhenNobodyKnowsWhichLogIsThere(Operation refused) {
    try (LogStore store = LogStore.open(files, LIMITS)) {
      files.disturb(refusingAfter(refused, refused == Operation.RENAME ? LogOpening.LOG : ""));
      int stored = 0;
      CompletableFuture<Void> next = write(store, "a", "x".repeat(50) + stored);
      while (acknowledged(next)) {
        assertThat(stored).as("written without a compaction").isLessThan(100);
        stored++;
        next = write(store, "a", "x".repeat(50) + stored);
      }
      assertThat(stored).isPositive();
      assertThat(text(store.entries())).containsExactly(entry("a", "x".repeat(50) + (stored - 1)));
    }
  }

  private static boolean acknowledged(CompletableFuture<Void> stored) {
    return stored.handle((_, failure) -> failure == null).join();
  }

  @Test
  void isNamedWhenTheStoreCannotEvenOpen() {
    files.disturb(refusingAfter(Operation.FORCE, LogOpening.NEW_LOG));
    assertThatThrownBy(() -> LogStore.open(files, LIMITS))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("cannot open simulated/state.log: no space left on device");
  }

  private static CompletableFuture<Void> write(LogStore store, String key, String value) {
    return store.write(List.of(put(key, value))).toCompletableFuture();
  }

  private static Disturbance refusingAfter(Operation refused, String file) {
    return new Disturbance() {
      @Override
      public void before(Operation operation, String name) {}

      @Override
      public void after(Operation operation, String name) throws IOException {
        if (operation == refused && name.equals(file)) {
          throw new IOException("no space left on device");
        }
      }
    };
  }
}

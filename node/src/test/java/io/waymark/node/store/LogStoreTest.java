package io.waymark.node.store;

import static io.waymark.node.store.StoredText.put;
import static io.waymark.node.store.StoredText.remove;
import static io.waymark.node.store.StoredText.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.waymark.node.store.DurableStore.Write;
import io.waymark.node.store.LogStore.Limits;
import io.waymark.protocol.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a store promises while its disk is well. */
final class LogStoreTest {
  private static final Limits SMALL = new Limits(1 << 20, 4_000, 2_000, 300);

  private final SimulatedFiles files = new SimulatedFiles();

  @Test
  void showsWhatWasPutAndNotWhatWasRemoved() {
    try (LogStore store = open()) {
      write(store, put("b", "1"), put("a", "1"), put("c", "1"));
      write(store, put("a", "2"), remove("c"), remove("never"));
      assertThat(text(store.entries())).containsExactly(entry("a", "2"), entry("b", "1"));
    }
    assertThat(Logs.read(files)).containsExactly(entry("a", "2"), entry("b", "1"));
  }

  @Test
  void appliesABatchInItsOrder() {
    try (LogStore store = open()) {
      write(store, put("a", "1"), remove("a"), put("b", "1"), put("b", "2"));
      assertThat(text(store.entries())).containsExactly(entry("b", "2"));
    }
  }

  @Test
  void acceptsABatchOfNothing() {
    try (LogStore store = open()) {
      write(store);
      assertThat(store.entries()).isEmpty();
    }
  }

  @Test
  void tellsAnEmptyValueFromARemoval() {
    try (LogStore store = open()) {
      write(store, put("empty", ""), put("gone", "1"));
      write(store, remove("gone"));
    }
    assertThat(Logs.read(files)).containsExactly(entry("empty", ""));
  }

  @Test
  void keepsItsIdAsLongAsItsDirectory() {
    long id;
    try (LogStore store = open()) {
      id = store.storeId();
    }
    try (LogStore again = open();
        LogStore other = LogStore.open(new SimulatedFiles(), SMALL)) {
      assertThat(again.storeId()).isEqualTo(id);
      assertThat(other.storeId()).isNotEqualTo(id);
    }
  }

  @Test
  void isNotMovedByChangesToTheArraysItWasGiven() {
    byte[] value = {1};
    try (LogStore store = open()) {
      CompletableFuture<Void> stored =
          store.write(List.of(new Write("a", value))).toCompletableFuture();
      value[0] = 2;
      stored.join();
      assertThat(store.entries().get("a")).containsExactly(1);
    }
    assertThat(Logs.read(files)).containsExactly(entry("a", "\1"));
  }

  @Test
  void showsASnapshotThatLaterWritesLeaveAlone() {
    try (LogStore store = open()) {
      write(store, put("a", "1"));
      SortedMap<String, byte[]> before = store.entries();
      write(store, put("a", "2"), put("b", "1"));
      assertThat(text(before)).containsExactly(entry("a", "1"));
      assertThatThrownBy(() -> before.remove("a"))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void namesEveryKeyItCannotStoreAndStoresNothingOfTheBatch() {
    try (LogStore store = open()) {
      List<Write> batch =
          List.of(
              put("good", "1"), put("", "1"), put("ü".repeat(513), "1"), put("lone-\ud800", "1"));
      assertThatThrownBy(() -> store.write(batch))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("key '' (0 bytes of UTF-8) must have 1 to 1024")
          .hasMessageContaining("(1026 bytes of UTF-8) must have 1 to 1024")
          .hasMessageContaining("must be text that UTF-8 can express");
      write(store, put("ü".repeat(512), "1"));
      assertThat(store.entries()).containsOnlyKeys("ü".repeat(512));
    }
  }

  @Test
  void refusesABatchThatNoLogRecordCouldHold() {
    try (LogStore store = open()) {
      assertThatThrownBy(() -> store.write(List.of(new Write("a", new byte[64 << 20]))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at most 67108864");
    }
  }

  @Test
  void storesABatchLargerThanAnyBuffer() {
    String large = "x".repeat(3 << 20);
    try (LogStore store = open()) {
      write(store, put("a", large), put("b", large));
      write(store, put("c", "1"));
    }
    assertThat(Logs.read(files))
        .containsOnly(entry("a", large), entry("b", large), entry("c", "1"));
  }

  @Test
  void forcesOnceForAllThatCameMeanwhile() {
    HeldForce disk = new HeldForce();
    try (LogStore store = open()) {
      files.disturb(disk);
      List<CompletableFuture<Void>> stored = new ArrayList<>();
      stored.add(store.write(List.of(put("first", "1"))).toCompletableFuture());
      disk.awaitReached();
      for (int i = 0; i < 20; i++) {
        stored.add(store.write(List.of(put("key-" + i, "1"))).toCompletableFuture());
      }
      assertThat(stored).noneMatch(CompletableFuture::isDone);
      assertThat(store.entries()).isEmpty();
      disk.release();
      stored.forEach(CompletableFuture::join);
      assertThat(disk.forces()).isEqualTo(2);
      assertThat(store.entries()).hasSize(21);
    }
  }

  @Test
  void completesInOrderAndOffTheCallersThread() {
    HeldForce disk = new HeldForce();
    List<Integer> order = new CopyOnWriteArrayList<>();
    List<String> threads = new CopyOnWriteArrayList<>();
    try (LogStore store = open()) {
      files.disturb(disk);
      List<CompletableFuture<Void>> seen = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        int number = i;
        seen.add(
            store
                .write(List.of(put("a", Integer.toString(i))))
                .thenRun(() -> {
                  order.add(number);
                  threads.add(Thread.currentThread().getName());
                })
                .toCompletableFuture());
      }
      disk.release();
      seen.forEach(CompletableFuture::join);
    }
    assertThat(order).isSorted().hasSize(20);
    assertThat(threads).containsOnly("store-writer");
  }

  @Test
  void refusesAtOnceWhenTooMuchWaitsAndTakesMoreLater() {
    HeldForce disk = new HeldForce();
    try (LogStore store = LogStore.open(files, new Limits(1_000, 4_000, 2_000, 300))) {
      files.disturb(disk);
      CompletableFuture<Void> underWay = store.write(List.of(put("a", "1"))).toCompletableFuture();
      disk.awaitReached();
      // Alone in the queue, a batch may be larger than the queue.
      CompletableFuture<Void> waiting =
          store.write(List.of(put("b", "x".repeat(2_000)))).toCompletableFuture();
      CompletableFuture<Void> refused = store.write(List.of(put("c", "1"))).toCompletableFuture();
      assertThatThrownBy(refused::join)
          .hasCauseInstanceOf(StoreException.Busy.class)
          .hasMessageContaining("2044 bytes wait to be written to simulated");
      disk.release();
      underWay.join();
      waiting.join();
      write(store, put("d", "1"));
      assertThat(store.entries()).containsOnlyKeys("a", "b", "d");
    }
  }

  @Test
  void waitsForTheWritesUnderWayWhenItCloses() {
    HeldForce disk = new HeldForce();
    LogStore store = open();
    files.disturb(disk);
    List<CompletableFuture<Void>> stored = new ArrayList<>();
    stored.add(store.write(List.of(put("a", "1"))).toCompletableFuture());
    disk.awaitReached();
    stored.add(store.write(List.of(put("b", "1"))).toCompletableFuture());
    CompletableFuture<Void> closed = CompletableFuture.runAsync(store::close);
    // A write that is refused tells that closing has begun.
    CompletableFuture<Void> late = store.write(List.of(put("c", "1"))).toCompletableFuture();
    while (!late.isDone()) {
      stored.add(late);
      late = store.write(List.of(put("c", "1"))).toCompletableFuture();
    }
    assertThatThrownBy(late::join).hasMessageContaining("the store in simulated is closed");
    assertThat(closed).isNotDone();
    disk.release();
    closed.join();
    assertThat(stored)
        .allMatch(CompletableFuture::isDone)
        .noneMatch(f -> f.isCompletedExceptionally());
    assertThat(Logs.read(files)).containsKeys("a", "b");
  }

  @Test
  void canBeClosedTwiceAndReadAfterwards() {
    LogStore store = open();
    write(store, put("a", "1"));
    store.close();
    store.close();
    assertThat(text(store.entries())).containsExactly(entry("a", "1"));
  }

  @Test
  void keepsTheOrderOfEachOfManyCallers() throws Exception {
    int callers = 8;
    int writes = 300;
    try (LogStore store = LogStore.open(files, SMALL);
        ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      List<Future<List<Integer>>> runs = new ArrayList<>();
      for (int c = 0; c < callers; c++) {
        String key = "caller-" + c;
        runs.add(threads.submit(() -> writeInOrder(store, key, writes)));
      }
      for (Future<List<Integer>> run : runs) {
        assertThat(run.get()).isSorted().hasSize(writes);
      }
    }
    assertThat(Logs.read(files))
        .hasSize(callers)
        .allSatisfy((_, value) -> assertThat(value).isEqualTo(Integer.toString(writes - 1)));
  }

  /**
   * The numbers in the order in which they were acknowledged; up to ten are under way at a time.
   */
  private static List<Integer> writeInOrder(LogStore store, String key, int writes) {
    List<Integer> acknowledged = new CopyOnWriteArrayList<>();
    List<CompletableFuture<Void>> underWay = new ArrayList<>();
    for (int i = 0; i < writes; i++) {
      int number = i;
      underWay.add(
          store
              .write(List.of(put(key, Integer.toString(i))))
              .thenRun(() -> acknowledged.add(number))
              .toCompletableFuture());
      if (underWay.size() == 10) {
        underWay.forEach(CompletableFuture::join);
        underWay.clear();
      }
    }
    underWay.forEach(CompletableFuture::join);
    return acknowledged;
  }

  @Test
  void keepsItsLogWithinTwiceWhatItsEntriesNeed() {
    Seeds.forEach(
        20,
        random -> {
          SimulatedFiles directory = new SimulatedFiles();
          Map<String, String> expected = new TreeMap<>();
          try (LogStore store = LogStore.open(directory, SMALL)) {
            for (int i = 0; i < 400; i++) {
              String key = "key-" + random.nextInt(30);
              Write write =
                  random.nextInt(3) == 0 ? remove(key) : put(key, "v".repeat(random.nextInt(90)));
              StoredText.apply(write, expected);
              write(store, write);
            }
            assertThat(text(store.entries())).isEqualTo(expected);
          }
          assertThat(Logs.read(directory)).isEqualTo(expected);
          int needed =
              store(expected).stream().mapToInt(w -> LogRecord.bytes(w.key(), w.value())).sum();
          // What came in during the last compaction, and the marks, come on top.
          assertThat(directory.content(LogOpening.LOG).length)
              .isLessThan(Math.max(2_000, 2 * needed) + 2_000);
          assertThat(directory.list()).doesNotContain(LogOpening.NEW_LOG);
        });
  }

  private static List<Write> store(Map<String, String> entries) {
    return entries.entrySet().stream().map(e -> put(e.getKey(), e.getValue())).toList();
  }

  @Test
  void refusesALogOfANewerVersionAndLeavesItAlone() {
    byte[] newer = new byte[100];
    new LogHeader(2, 7).encode().get(newer, 0, LogHeader.BYTES);
    SimulatedFiles directory =
        SimulatedFiles.holding(Map.of(LogOpening.LOG, newer, LogOpening.NEW_LOG, new byte[3]));
    assertThatThrownBy(() -> LogStore.open(directory, SMALL))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(
            "simulated/state.log has format version 2; this program reads up to 1")
        .hasMessageContaining("Nothing was changed");
    assertThat(directory.list()).containsOnly(LogOpening.LOG, LogOpening.NEW_LOG);
    assertThat(directory.content(LogOpening.LOG)).isEqualTo(newer);
  }

  private LogStore open() {
    return LogStore.open(files, SMALL);
  }

  private static void write(LogStore store, Write... batch) {
    store.write(List.of(batch)).toCompletableFuture().join();
  }
}

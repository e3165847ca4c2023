package io.waymark.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.waymark.node.store.Logs.Extent;
import io.waymark.node.store.SimulatedFiles.Disturbance;
import io.waymark.node.store.SimulatedFiles.Operation;
import io.waymark.node.store.SimulatedFiles.Survival;
import io.waymark.protocol.Seeds;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Logs whose forced bytes did not come back from the disk as they were written. */
final class DamageTest {
  private static final String SET_ASIDE = LogOpening.DAMAGED + 1;

  private final byte[] log = closedLog();
  private final List<Extent> records = Logs.records(log);
  private final CapturedLog lines = new CapturedLog();

  @AfterEach
  void letLinesThrough() {
    lines.close();
  }

  @Test
  void aWrongBitAnywhereCostsTheRecordItIsInAndNoOther() {
    Random random = new Random(1);
    // The last record is the mark that closing wrote; without it nothing is missed.
    Extent mark = records.getLast();
    for (int at = 0; at < mark.start(); at++) {
      byte[] damaged = log.clone();
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      SimulatedFiles files = SimulatedFiles.holding(Map.of(LogOpening.LOG, damaged));
      int hit = at;
      lines.clear();
      assertThat(Logs.read(files))
          .as("bit flipped at %d", at)
          .isEqualTo(entriesOf(records.stream().filter(r -> !holds(r, hit)).toList()));
      assertThat(files.content(SET_ASIDE))
          .as("bit flipped at %d", at)
          .isEqualTo(extent(damaged, at));
      assertThat(lines.lines())
          .as("bit flipped at %d", at)
          .singleElement(STRING)
          .startsWith("ERROR DAMAGED: " + extent(damaged, at).length + " bytes at offset ")
          .endsWith("set aside in simulated/" + SET_ASIDE);
    }
  }

  @Test
  void aWrongBitInTheLastMarkCostsNothing() {
    Extent mark = records.getLast();
    for (int at = mark.start(); at < mark.end(); at++) {
      byte[] damaged = log.clone();
      damaged[at] ^= 1;
      SimulatedFiles files = SimulatedFiles.holding(Map.of(LogOpening.LOG, damaged));
      assertThat(Logs.read(files)).isEqualTo(entriesOf(records));
      assertThat(files.list()).doesNotContain(SET_ASIDE);
    }
  }

  @Test
  void manyWrongBytesCostTheRecordsTheyAreInAndNoOthers() {
    Seeds.forEach(
        500,
        random -> {
          byte[] damaged = log.clone();
          TreeSet<Integer> hits = new TreeSet<>();
          for (int i = random.nextInt(20); i >= 0; i--) {
            int at = random.nextInt(records.getLast().start());
            int end = Math.min(records.getLast().start(), at + 1 + random.nextInt(200));
            for (; at < end; at++) {
              damaged[at] ^= (byte) (1 + random.nextInt(255));
              hits.add(at);
            }
          }
          // Hit twice, a byte may be right again.
          hits.removeIf(at -> damaged[at] == log[at]);
          List<Extent> left =
              records.stream().filter(r -> hits.subSet(r.start(), r.end()).isEmpty()).toList();
          SimulatedFiles files = SimulatedFiles.holding(Map.of(LogOpening.LOG, damaged));
          assertThat(Logs.read(files)).isEqualTo(entriesOf(left));
        });
  }

  @Test
  void isSetAsideOnceAndTheNextOneBesideIt() {
    SimulatedFiles files = SimulatedFiles.holding(Map.of(LogOpening.LOG, withRecordHit(3)));
    SortedMap<String, String> left = Logs.read(files);
    assertThat(Logs.read(files)).isEqualTo(left);
    assertThat(files.list()).contains(SET_ASIDE).doesNotContain(LogOpening.DAMAGED + 2);

    byte[] again = files.content(LogOpening.LOG);
    again[LogHeader.BYTES + 50] ^= 1;
    SimulatedFiles hitAgain =
        SimulatedFiles.holding(Map.of(LogOpening.LOG, again, SET_ASIDE, new byte[] {1}));
    Logs.read(hitAgain);
    assertThat(hitAgain.content(SET_ASIDE)).containsExactly(1);
    assertThat(hitAgain.list()).contains(LogOpening.DAMAGED + 2);
  }

  @Test
  void isToldFromTheTornEndOfTheSameLog() throws Exception {
    ByteArrayOutputStream torn = new ByteArrayOutputStream();
    torn.write(withRecordHit(3), 0, records.getLast().end());
    torn.write(log, LogHeader.BYTES, 20);
    SimulatedFiles files = SimulatedFiles.holding(Map.of(LogOpening.LOG, torn.toByteArray()));
    List<Extent> left = new ArrayList<>(records);
    Extent hit = left.remove(3);
    assertThat(Logs.read(files)).isEqualTo(entriesOf(left));
    assertThat(files.content(SET_ASIDE)).hasSize(hit.end() - hit.start());
  }

  @Test
  void isReportedWhenForcedRecordsAreMissingAtTheEnd() {
    // Two records of the last group are hit: what came before it was forced, the group says, but
    // the group itself may be torn.
    SimulatedFiles files = new SimulatedFiles();
    try (LogStore store = LogStore.open(files, LogStore.Limits.DEFAULT)) {
      for (String key : List.of("a", "b", "c")) {
        store.write(List.of(StoredText.put(key, "1"))).toCompletableFuture().join();
      }
      store
          .write(List.of(StoredText.put("d", "1"), StoredText.put("e", "1")))
          .toCompletableFuture()
          .join();
      byte[] open = files.content(LogOpening.LOG);
      List<Extent> written = Logs.records(open);
      Extent c = written.get(written.size() - 3);
      Extent d = written.get(written.size() - 2);
      open[c.start() + 5] ^= 1;
      open[d.start() + 5] ^= 1;
      SimulatedFiles crashed = SimulatedFiles.holding(Map.of(LogOpening.LOG, open));
      assertThat(Logs.read(crashed)).containsOnlyKeys("a", "b");
      assertThat(crashed.content(SET_ASIDE))
          .isEqualTo(Arrays.copyOfRange(open, c.start(), open.length));
    }
  }

  @Test
  void isToldFromATornWriteRightAfterACompaction() {
    byte[] compacted = justCompactedLog();
    List<Extent> written = Logs.records(compacted);
    Extent hit = written.stream().filter(extent -> !extent.record().isMark()).toList().getLast();
    compacted[hit.end() - 1] ^= 1;
    SimulatedFiles files = SimulatedFiles.holding(Map.of(LogOpening.LOG, compacted));
    written.remove(hit);
    assertThat(written).hasSizeGreaterThan(5);
    assertThat(Logs.read(files)).isEqualTo(entriesOf(written));
    assertThat(files.list()).contains(SET_ASIDE);
  }

  /** As it is before anything more is written. */
  private static byte[] justCompactedLog() {
    SimulatedFiles files = new SimulatedFiles();
    CompletableFuture<Void> begun = new CompletableFuture<>();
    CompletableFuture<Void> done = new CompletableFuture<>();
    try (LogStore store = LogStore.open(files, new LogStore.Limits(1 << 20, 4_000, 1_500, 100))) {
      files.disturb(
          new Disturbance() {
            @Override
            public void before(Operation operation, String name) {
              if (name.equals(LogOpening.NEW_LOG)) {
                begun.complete(null);
              }
            }

            @Override
            public void after(Operation operation, String name) {
              if (operation == Operation.FORCE_DIRECTORY) {
                done.complete(null);
              }
            }
          });
      for (int i = 0; !begun.isDone(); i++) {
        CompletableFuture<Void> stored =
            store
                .write(List.of(StoredText.put("key-" + i % 9, "v".repeat(50))))
                .toCompletableFuture();
        CompletableFuture.anyOf(stored, begun).join();
      }
      done.orTimeout(30, TimeUnit.SECONDS).join();
      return files.content(LogOpening.LOG);
    }
  }

  @Test
  void keepsTheStoreIdWhenTheHeaderIsHit() {
    byte[] damaged = log.clone();
    Arrays.fill(damaged, 0, LogHeader.BYTES, (byte) 0);
    assertThat(storeId(damaged)).isEqualTo(storeId(log));
  }

  @Test
  void setsAFileWithoutASingleRecordAsideAndStartsAfresh() {
    byte[] foreign = "these are somebody's notes\n".repeat(40).getBytes(StandardCharsets.US_ASCII);
    SimulatedFiles files = SimulatedFiles.holding(Map.of(LogOpening.LOG, foreign));
    assertThat(Logs.read(files)).isEmpty();
    assertThat(files.content(SET_ASIDE)).isEqualTo(foreign);
  }

  @Test
  void setsTheWholeFileAsideWhenNeitherHeaderNorAnyRecordIsIntact() {
    byte[] damaged = log.clone();
    Arrays.fill(damaged, 0, LogHeader.BYTES, (byte) 0);
    records.forEach(record -> damaged[record.end() - 1] ^= 1);
    SimulatedFiles files = SimulatedFiles.holding(Map.of(LogOpening.LOG, damaged));
    assertThat(Logs.read(files)).isEmpty();
    assertThat(files.content(SET_ASIDE)).isEqualTo(damaged);
  }

  @Test
  void doesNotTakeARecordOfAnotherStoreForItsOwn() {
    LogRecord last = records.getLast().record();
    assertIsCutOff(
        new LogRecord(
            last.storeId() + 1, last.sequence() + 1, last.sequence(), 0, "other", new byte[1]));
  }

  @Test
  void doesNotTakeALeftoverOfItsOwnPastForNews() {
    LogRecord first = records.getFirst().record();
    assertIsCutOff(
        new LogRecord(first.storeId(), first.sequence(), first.forced(), 0, "old", new byte[1]));
  }

  @Test
  void doesNotTakeAnOldRecordQuotedInADamagedValueForNews() {
    SimulatedFiles files = new SimulatedFiles();
    byte[] old;
    try (LogStore store = LogStore.open(files, LogStore.Limits.DEFAULT)) {
      store.write(List.of(StoredText.put("a", "old"))).toCompletableFuture().join();
      byte[] soFar = files.content(LogOpening.LOG);
      Extent first = Logs.records(soFar).getLast();
      old = Arrays.copyOfRange(soFar, first.start(), first.end());
      store.write(List.of(StoredText.put("a", "new"))).toCompletableFuture().join();
      store.write(List.of(new DurableStore.Write("quote", old))).toCompletableFuture().join();
      store.write(List.of(StoredText.put("z", "1"))).toCompletableFuture().join();
    }
    byte[] damaged = files.content(LogOpening.LOG);
    Extent quote =
        Logs.records(damaged).stream()
            .filter(extent -> "quote".equals(extent.record().key()))
            .findAny()
            .orElseThrow();
    damaged[quote.start()] ^= 1;
    SimulatedFiles found = SimulatedFiles.holding(Map.of(LogOpening.LOG, damaged));
    assertThat(Logs.read(found)).containsOnly(entry("a", "new"), entry("z", "1"));
    assertThat(found.content(SET_ASIDE)).hasSize(quote.end() - quote.start());
  }

  private void assertIsCutOff(LogRecord record) {
    ByteBuffer bytes = ByteBuffer.allocate(log.length + record.bytes()).put(log);
    record.encode(bytes);
    SimulatedFiles files = SimulatedFiles.holding(Map.of(LogOpening.LOG, bytes.array()));
    assertThat(Logs.read(files)).isEqualTo(entriesOf(records));
    assertThat(files.content(LogOpening.LOG)).isEqualTo(log);
  }

  @Test
  void isRepairedWhereverTheMachineStopsMeanwhile() {
    byte[] damaged = withRecordHit(3);
    Extent hit = records.get(3);
    SortedMap<String, String> left =
        entriesOf(records.stream().filter(record -> !record.equals(hit)).toList());
    for (boolean afterEffect : new boolean[] {false, true}) {
      boolean stopped = true;
      for (int position = 1; stopped; position++) {
        SimulatedFiles files = SimulatedFiles.holding(Map.of(LogOpening.LOG, damaged));
        Crash crash = new Crash(position, afterEffect);
        files.disturb(crash);
        try (LogStore store = LogStore.open(files, LogStore.Limits.DEFAULT)) {
          assertThat(StoredText.text(store.entries())).isEqualTo(left);
        } catch (StoreException e) {
          assertThat(e).hasRootCauseInstanceOf(Crash.Stopped.class);
        }
        stopped = crash.happened();
        for (Survival survival : Survival.values()) {
          if (survival != Survival.EVERYTHING) {
            SimulatedFiles found = files.afterCrash(survival, new Random(position));
            assertThat(Logs.read(found)).as("%s, %s", crash, survival).isEqualTo(left);
            assertThat(found.list())
                .as("%s, %s", crash, survival)
                .filteredOn(name -> name.startsWith(LogOpening.DAMAGED))
                .anyMatch(name -> Arrays.equals(found.content(name), extent(damaged, hit.start())));
          }
        }
      }
    }
  }

  /** Alone, in batches, overwritten and removed, and with a compaction before. */
  private static byte[] closedLog() {
    SimulatedFiles files = new SimulatedFiles();
    new CrashWorkload(7).run(files);
    return files.afterCrash(Survival.EVERYTHING, new Random(1)).content(LogOpening.LOG);
  }

  private byte[] withRecordHit(int index) {
    byte[] damaged = log.clone();
    damaged[records.get(index).end() - 1] ^= 1;
    return damaged;
  }

  private static long storeId(byte[] log) {
    try (LogStore store =
        LogStore.open(
            SimulatedFiles.holding(Map.of(LogOpening.LOG, log)), LogStore.Limits.DEFAULT)) {
      return store.storeId();
    }
  }

  private static SortedMap<String, String> entriesOf(List<Extent> records) {
    SortedMap<String, String> entries = new TreeMap<>();
    for (Extent extent : records) {
      if (extent.record().key() != null) {
        StoredText.apply(
            new DurableStore.Write(extent.record().key(), extent.record().value()), entries);
      }
    }
    return entries;
  }

  private static boolean holds(Extent extent, int at) {
    return extent.start() <= at && at < extent.end();
  }

  /** The bytes of the record, or of the header, that this byte belongs to. */
  private byte[] extent(byte[] bytes, int at) {
    return records.stream()
        .filter(record -> holds(record, at))
        .findAny()
        .map(record -> Arrays.copyOfRange(bytes, record.start(), record.end()))
        .orElseGet(() -> Arrays.copyOf(bytes, LogHeader.BYTES));
  }
}

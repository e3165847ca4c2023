package io.waymark.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A new log that is written while its entries change. */
final class CompactionTest {
  private static final long STORE_ID = 7;
  private static final long ONE_RECORD = 1;
  private static final long ALL = 1 << 20;

  private final SimulatedFiles files = new SimulatedFiles();
  private final NavigableMap<String, byte[]> live = new TreeMap<>();

  @Test
  void holdsWhatChangedBehindAndAheadOfThePlaceReached() throws Exception {
    live.putAll(entries("a", "b", "c", "d", "e"));
    Compaction compaction = Compaction.start(files, STORE_ID, 0, live);
    compaction.step(ONE_RECORD);
    compaction.step(ONE_RECORD);
    put(compaction, "a", "behind");
    remove(compaction, "b");
    put(compaction, "ab", "new behind");
    put(compaction, "d", "ahead");
    remove(compaction, "e");
    finish(compaction);
    assertThat(Logs.read(files))
        .containsOnly(
            entry("a", "behind"), entry("ab", "new behind"), entry("c", "1"), entry("d", "ahead"));
  }

  @Test
  void holdsAKeyThatCameBeyondTheLastOneCopied() throws Exception {
    live.putAll(entries("a", "b"));
    Compaction compaction = Compaction.start(files, STORE_ID, 0, live);
    assertThat(compaction.step(ALL)).isTrue();
    put(compaction, "a", "2");
    put(compaction, "c", "1");
    assertThat(compaction.step(ONE_RECORD)).isFalse();
    finish(compaction);
    assertThat(Logs.read(files)).containsOnly(entry("a", "2"), entry("b", "1"), entry("c", "1"));
  }

  @Test
  void goesOnCountingBeyondTheLogItReplaces() throws Exception {
    live.putAll(entries("a"));
    Compaction compaction = Compaction.start(files, STORE_ID, 5, live);
    compaction.step(ALL);
    compaction.seal(100);
    assertThat(compaction.publish().sequence()).isEqualTo(101);
    assertThat(Logs.read(files)).containsOnlyKeys("a");
  }

  private static Map<String, byte[]> entries(String... keys) {
    Map<String, byte[]> entries = new TreeMap<>();
    for (String key : keys) {
      entries.put(key, "1".getBytes(StandardCharsets.US_ASCII));
    }
    return entries;
  }

  private void put(Compaction compaction, String key, String value) {
    live.put(key, value.getBytes(StandardCharsets.US_ASCII));
    compaction.changed(key);
  }

  private void remove(Compaction compaction, String key) {
    live.remove(key);
    compaction.changed(key);
  }

  private static void finish(Compaction compaction) throws IOException {
    while (!compaction.step(ONE_RECORD)) {}
    compaction.seal(0);
    compaction.publish().close();
  }
}

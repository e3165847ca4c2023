package io.waymark.node.store;

import io.waymark.node.store.DurableStore.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A fixed row of batches, written alone and in bursts, often enough overwriting and removing that
 * the log is compacted several times.
 */
final class CrashWorkload {
  static final LogStore.Limits LIMITS = new LogStore.Limits(1 << 20, 600, 1_500, 200);

  /** Its value is the number of batches so far. */
  static final String COUNT = "count";

  private static final int BATCHES = 90;

  private final List<List<Write>> batches = new ArrayList<>();

  /** What is stored after so many batches. */
  private final List<SortedMap<String, String>> states = new ArrayList<>();

  CrashWorkload(long seed) {
    Random random = new Random(seed);
    states.add(new TreeMap<>());
    for (int i = 1; i <= BATCHES; i++) {
      List<Write> batch = new ArrayList<>();
      for (int writes = random.nextInt(4); writes > 0; writes--) {
        String key = "key-" + random.nextInt(12);
        batch.add(
            random.nextInt(4) == 0
                ? StoredText.remove(key)
                : StoredText.put(key, "v".repeat(random.nextInt(70)) + i));
      }
      batch.add(random.nextInt(batch.size() + 1), StoredText.put(COUNT, Integer.toString(i)));
      SortedMap<String, String> state = new TreeMap<>(states.getLast());
      batch.forEach(write -> StoredText.apply(write, state));
      batches.add(batch);
      states.add(state);
    }
  }

  /**
   * How far a run came.
   *
   * @param storeId null when the store did not open
   */
  record Progress(@Nullable Long storeId, int submitted, int acknowledged) {}

  /** Opens, writes and closes, until the files refuse. */
  Progress run(SimulatedFiles files) {
    int submitted = 0;
    int acknowledged = 0;
    Long storeId = null;
    try (LogStore store = LogStore.open(files, LIMITS)) {
      storeId = store.storeId();
      while (submitted < BATCHES) {
        List<CompletableFuture<Void>> burst = new ArrayList<>();
        for (int size = submitted % 3 == 0 ? 5 : 1; size > 0 && submitted < BATCHES; size--) {
          burst.add(store.write(batches.get(submitted)).toCompletableFuture());
          submitted++;
        }
        for (CompletableFuture<Void> stored : burst) {
          stored.join();
          acknowledged++;
        }
      }
    } catch (StoreException | CompletionException e) {
      return new Progress(storeId, submitted, acknowledged);
    }
    return new Progress(storeId, submitted, acknowledged);
  }

  SortedMap<String, String> state(int batches) {
    return states.get(batches);
  }

  /** The number of batches that these entries come from; they must be all of them and no other. */
  int batchesIn(SortedMap<String, String> entries) {
    int count = Integer.parseInt(entries.getOrDefault(COUNT, "0"));
    if (!state(count).equals(entries)) {
      throw new AssertionError(
          "no row of whole batches gives " + entries + "; " + count + " give " + state(count));
    }
    return count;
  }
}

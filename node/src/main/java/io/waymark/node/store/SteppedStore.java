package io.waymark.node.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * The durable store of whoever has one thread and a time of their own, such as a simulation: what
 * is written waits until {@link #step} puts it on the disk as one group. Same log, same rules as
 * {@link LogStore}, without its thread and its compaction. For one thread.
 */
public final class SteppedStore implements DurableStore {
  private final LogWriter log;
  private final NavigableMap<String, byte[]> live;
  private final List<Batch> waiting = new ArrayList<>();

  private SteppedStore(LogOpening.Opened opened) {
    this.log = opened.log();
    this.live = opened.entries();
  }

  /**
   * Opens whatever lies in the files.
   *
   * @param newStoreId asked once where they belong to no store yet
   */
  public static SteppedStore open(StoreFiles files, LongSupplier newStoreId) throws IOException {
    return new SteppedStore(LogOpening.open(files, newStoreId));
  }

  @Override
  public SortedMap<String, byte[]> entries() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(live));
  }

  @Override
  public CompletionStage<Void> write(List<Write> writes) {
    Batch batch = Batch.of(writes);
    waiting.add(batch);
    return batch.stored();
  }

  /** Whether anything waits for {@link #step}. */
  public boolean waits() {
    return !waiting.isEmpty();
  }

  /**
   * Makes durable what waits, and completes it.
   *
   * @throws IOException when the disk refuses; nothing is completed, and the store is of no use any
   *     more
   */
  public void step() throws IOException {
    List<Batch> group = List.copyOf(waiting);
    waiting.clear();
    for (Batch batch : group) {
      log.gather(batch.writes());
    }
    log.commit();
    for (Batch batch : group) {
      for (Write write : batch.writes()) {
        byte[] value = write.value();
        if (value == null) {
          live.remove(write.key());
        } else {
          live.put(write.key(), value);
        }
      }
    }
    group.forEach(batch -> batch.stored().complete(null));
  }

  @Override
  public long storeId() {
    return log.storeId();
  }

  /** Nothing is left to free: the files belong to whoever opened them. */
  @Override
  public void close() {}
}

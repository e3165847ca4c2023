package io.waymark.node.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/** A store that counts the writes it is asked for and times them; otherwise the one behind it. */
public final class MeasuredStore implements DurableStore {
  private final DurableStore store;
  private final LongAdder begun = new LongAdder();
  private final LongAdder stored = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder storedNanos = new LongAdder();

  /**
   * @param store closed with this one
   */
  public MeasuredStore(DurableStore store) {
    this.store = store;
  }

  @Override
  public Map<String, byte[]> entries() {
    return store.entries();
  }

  @Override
  public CompletionStage<Void> write(List<Write> batch) {
    long start = System.nanoTime();
    CompletionStage<Void> write = store.write(batch);
    // Only now: a batch that is refused as an argument was never a write.
    begun.increment();
    var _ =
        write.whenComplete((_, failure) -> {
          if (failure == null) {
            storedNanos.add(System.nanoTime() - start);
            stored.increment();
          } else {
            failed.increment();
          }
        });
    // The store's own stage: a dependent one would wrap its exceptions.
    return write;
  }

  @Override
  public long storeId() {
    return store.storeId();
  }

  @Override
  public void close() {
    store.close();
  }

  /** Writes that would survive a crash of the machine. */
  public long stored() {
    return stored.sum();
  }

  /** Writes that failed, because of the disk or because too much was waiting. */
  public long failed() {
    return failed.sum();
  }

  /** Time from being asked for a write to having stored it, over all that were stored. */
  public long storedNanos() {
    return storedNanos.sum();
  }

  /** Writes that are under way. */
  public long pending() {
    // The ends first: read the other way round, a write could end without having begun.
    long ended = stored() + failed();
    return begun.sum() - ended;
  }
}

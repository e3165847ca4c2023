package io.waymark.node.admin;

import io.waymark.node.store.DurableStore;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A store in memory whose disk the test commands. */
final class MemoryStore implements DurableStore {
  private record Held(List<Write> batch, CompletableFuture<Void> done) {}

  private final TreeMap<String, byte[]> entries = new TreeMap<>();
  private final Queue<Held> held = new ArrayDeque<>();
  private boolean holding;
  private boolean full;
  private int writes;

  /** From now on every write fails. */
  synchronized void fillDisk() {
    full = true;
  }

  /** From now on writes wait for {@link #release}. */
  synchronized void hold() {
    holding = true;
  }

  /** Lets the writes that wait go on, and later ones through. */
  synchronized void release() {
    holding = false;
    for (Held one = held.poll(); one != null; one = held.poll()) {
      apply(one.batch());
      one.done().complete(null);
    }
  }

  /** Batches asked to be written. */
  synchronized int writes() {
    return writes;
  }

  synchronized void put(String key, byte[] value) {
    entries.put(key, value);
  }

  @Override
  public synchronized Map<String, byte[]> entries() {
    return new TreeMap<>(entries);
  }

  @Override
  public synchronized CompletionStage<Void> write(List<Write> batch) {
    writes++;
    if (full) {
      return CompletableFuture.failedFuture(new java.io.IOException("No space left on device"));
    }
    if (holding) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      held.add(new Held(batch, done));
      return done;
    }
    apply(batch);
    return CompletableFuture.completedFuture(null);
  }

  private void apply(List<Write> batch) {
    for (Write write : batch) {
      if (write.value() == null) {
        entries.remove(write.key());
      } else {
        entries.put(write.key(), write.value());
      }
    }
  }

  @Override
  public long storeId() {
    return 1;
  }

  @Override
  public void close() {}
}

package io.waymark.node.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Keys and their newest values, on disk. Safe for use by many threads; writes are applied in the
 * order in which {@link #write} was called.
 */
public interface DurableStore extends AutoCloseable {

  /**
   * One key's new value.
   *
   * @param key 1 to 1024 bytes of UTF-8
   * @param value null removes the key
   */
  record Write(String key, byte @Nullable [] value) {}

  /**
   * What would survive a crash of the machine, acknowledged or not yet, sorted by key. The map is a
   * snapshot; its arrays must not be changed. It can be read for good, after a failure or closing
   * too.
   */
  Map<String, byte[]> entries();

  /**
   * Writes all or, after a crash before the acknowledgement, possibly none of these.
   *
   * <p>Never waits. The arrays may be changed afterwards. What depends on the returned stage may
   * run on the store's only thread: it must neither block nor close the store.
   *
   * @return completes once the writes would survive a crash of the machine; exceptionally with a
   *     {@link StoreException} when the disk refused, after which nothing of the batch counts as
   *     stored; with {@link StoreException.Busy} when too much is waiting already
   * @throws IllegalArgumentException listing each key that is too long or too short, and the batch
   *     if it takes more than 64 MiB
   */
  CompletionStage<Void> write(List<Write> batch);

  /**
   * A random number minted when the directory was first used; it tells a wiped directory from the
   * one before.
   */
  long storeId();

  /** Waits for the writes under way and gives the lock back. */
  @Override
  void close();
}

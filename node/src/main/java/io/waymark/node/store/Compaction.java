package io.waymark.node.store;

import io.waymark.node.store.StoreFiles.StoreFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes the live entries to a new log, little by little, and puts it in the place of the old one.
 *
 * <p>The writer's thread takes one step between two groups, so an acknowledgement waits for one
 * step at most. Entries are copied in the order of their keys. A key that changes behind the place
 * reached is noted and copied again at the end; one that changes ahead of it will be met anyway. So
 * no second copy of the entries is needed, and the new log holds exactly the live ones once no
 * noted key is left.
 *
 * <p>Only a whole and forced file gets the name {@code state.log}, in one step; a crash before
 * leaves the old log with everything in it, a crash after leaves the new one. Nothing is appended
 * to the new log before the directory has been forced: were the renaming undone by a crash, that
 * would be lost.
 */
final class Compaction implements Closeable {
  private final StoreFiles files;
  private final NavigableMap<String, byte[]> live;
  private final LogWriter log;
  private final NavigableSet<String> changedAgain = new TreeSet<>();
  private @Nullable String reached;

  private Compaction(StoreFiles files, NavigableMap<String, byte[]> live, LogWriter log) {
    this.files = files;
    this.live = live;
    this.log = log;
  }

  /**
   * Begins a new log.
   *
   * @param sequence the new log's records come after this
   * @param live may change between steps, if {@link #changed} is told
   */
  static Compaction start(
      StoreFiles files, long storeId, long sequence, NavigableMap<String, byte[]> live)
      throws IOException {
    files.delete(LogOpening.NEW_LOG);
    StoreFile file = files.open(LogOpening.NEW_LOG);
    try {
      file.append(new LogHeader(LogHeader.VERSION, storeId).encode());
      return new Compaction(files, live, new LogWriter(file, storeId, sequence, false));
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** Replaces the log by a new one at once. */
  static LogWriter run(
      StoreFiles files, long storeId, long sequence, NavigableMap<String, byte[]> live)
      throws IOException {
    Compaction compaction = start(files, storeId, sequence, live);
    try {
      while (!compaction.step(LogStore.Limits.DEFAULT.stepBytes())) {}
      compaction.seal(sequence);
      return compaction.publish();
    } catch (IOException e) {
      compaction.log.close();
      throw e;
    }
  }

  /** A live entry was put or removed. */
  void changed(String key) {
    if (reached != null && key.compareTo(reached) <= 0) {
      changedAgain.add(key);
    }
  }

  /**
   * Copies some entries.
   *
   * @param bytes how many to write, roughly
   * @return whether the new log now holds all that is live
   */
  boolean step(long bytes) throws IOException {
    Map.Entry<String, byte[]> next = next();
    while (next != null && log.gatheredBytes() < bytes) {
      reached = next.getKey();
      log.gather(next.getKey(), next.getValue(), 0);
      next = next();
    }
    while (!changedAgain.isEmpty() && log.gatheredBytes() < bytes) {
      String key = changedAgain.removeFirst();
      log.gather(key, live.get(key), 0);
    }
    log.commit();
    return next == null && changedAgain.isEmpty();
  }

  private Map.@Nullable Entry<String, byte[]> next() {
    return reached == null ? live.firstEntry() : live.higherEntry(reached);
  }

  /**
   * Finishes the new log; to be called when a step has told that all is there.
   *
   * @param sequence of the old log's last record
   */
  void seal(long sequence) throws IOException {
    log.gatherMark(sequence);
    log.commit();
  }

  /**
   * Puts the sealed log in the old one's place; after a failure, which of the two is there is
   * unknown.
   */
  LogWriter publish() throws IOException {
    files.rename(LogOpening.NEW_LOG, LogOpening.LOG);
    files.forceDirectory();
    return log;
  }

  /** Gives up and deletes what there is of the new log. */
  @Override
  public void close() throws IOException {
    log.close();
    files.delete(LogOpening.NEW_LOG);
  }
}

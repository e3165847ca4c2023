package io.waymark.node.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable store: all entries in memory, every change in an append-only log, {@code state.log}.
 *
 * <p><b>Writing.</b> One thread takes whatever batches wait (a group), appends them in one go,
 * forces the file once, changes the entries, and completes the batches in order. Writers that come
 * while a force is under way share the next one. What completing a batch sets off runs on that
 * thread: it must not block. A batch that finds too much waiting fails with {@link
 * StoreException.Busy} at once; nothing ever waits in {@link #write}. When the disk refuses, the
 * group's bytes are cut off again as far as the disk allows, the group and all later writes fail,
 * and reads go on: after a failed force nobody knows what is on the disk, so only opening the
 * directory again can tell.
 *
 * <p><b>Compaction.</b> A log of more than twice what its entries need is written anew, in steps
 * between groups; see {@link Compaction}.
 *
 * <p><b>Reading a log.</b> A crash may leave the last group's bytes there in part, in any order, or
 * as garbage. Bytes that were forced may rot. Either way the checksums tell that some bytes are no
 * record, and the reader goes on at the next place where magic, checksum, store id and order are
 * right: a broken length hides no more than its own record. Which of the two it was decides what
 * follows, and the log says so itself: each record holds the highest sequence that had been forced
 * when it was written (a mark, written at the end of a compaction and when closing, has nothing
 * else to say).
 *
 * <ul>
 *   <li>Up to the highest such sequence everything was on the disk. All intact records count; each
 *       hole is damage: its bytes go to {@code state.log.damaged-<n>}, a loud log line says so, and
 *       the log is written anew without them. The key concerned falls back to the record before.
 *   <li>Beyond it lies at most one group, which may never have been acknowledged. Its batches count
 *       up to the first hole, whole batches only; the rest is cut off. So no batch is seen in part
 *       or without those before it. The price: after a crash, rot inside this last group cannot be
 *       told from a torn write.
 * </ul>
 *
 * <p>A file whose header is damaged is read all the same, as each record names the store it belongs
 * to. A file of a newer version is refused and left as it is.
 *
 * <p>{@code state.lock} is locked while the store is open and holds the process id.
 */
public final class LogStore implements DurableStore {
  private static final Logger LOGGER = LoggerFactory.getLogger(LogStore.class);

  /**
   * All in bytes.
   *
   * @param queueBytes what may wait to be written
   * @param groupBytes no further batch joins a group beyond this
   * @param compactionBytes a log below this is not compacted
   * @param stepBytes what a compaction writes between two groups, which wait for it
   */
  record Limits(long queueBytes, long groupBytes, long compactionBytes, long stepBytes) {
    static final Limits DEFAULT = new Limits(64 << 20, 8 << 20, 16 << 20, 1 << 20);
  }

  private final StoreFiles files;
  private final Limits limits;
  private final long storeId;
  private final CommitQueue queue;
  private final Thread writer;

  /** Changed by the writer alone, who therefore reads it without the lock on it. */
  private final NavigableMap<String, byte[]> live;

  // The writer's own.
  private LogWriter log;
  private long liveBytes = LogHeader.BYTES;
  private @Nullable Compaction compaction;
  private long compactAbove;

  private LogStore(StoreFiles files, Limits limits, LogOpening.Opened opened) {
    this.files = files;
    this.limits = limits;
    this.log = opened.log();
    this.storeId = log.storeId();
    this.live = opened.entries();
    this.compactAbove = limits.compactionBytes();
    live.forEach((key, value) -> liveBytes += LogRecord.bytes(key, value));
    this.queue = new CommitQueue(limits.queueBytes(), files.locate(""));
    this.writer = Thread.ofPlatform().name("store-writer").daemon().unstarted(this::run);
  }

  /**
   * Opens the store in this directory, which is created if its parent exists, and holds it until
   * closed.
   *
   * @throws StoreException when that is not possible; the message says what to do
   */
  public static LogStore open(Path directory) {
    return open(DirectoryFiles.open(directory), Limits.DEFAULT);
  }

  /** Takes the files over, also when it fails. */
  static LogStore open(StoreFiles files, Limits limits) {
    try {
      LogStore store = new LogStore(files, limits, LogOpening.open(files));
      store.writer.start();
      return store;
    } catch (IOException e) {
      closeQuietly(files, files.locate(""));
      throw new StoreException(
          "cannot open "
              + files.locate(LogOpening.LOG)
              + ": "
              + StoreException.reason(e)
              + "; let the user this process runs as read and write the directory, and see that the"
              + " disk is healthy and not full",
          e);
    } catch (RuntimeException | Error e) {
      closeQuietly(files, files.locate(""));
      throw e;
    }
  }

  @Override
  public SortedMap<String, byte[]> entries() {
    synchronized (live) {
      return Collections.unmodifiableSortedMap(new TreeMap<>(live));
    }
  }

  @Override
  public CompletionStage<Void> write(List<Write> writes) {
    Batch batch = Batch.of(writes);
    queue.offer(batch);
    return batch.stored();
  }

  @Override
  public long storeId() {
    return storeId;
  }

  @Override
  public void close() {
    queue.close();
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    closeQuietly(files, files.locate(""));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<Batch> group = List.of();
    try {
      while (group != null) {
        commit(group);
        compact(group);
        group = queue.take(limits.groupBytes(), compaction == null);
      }
      log.gatherMark(0);
      log.commit();
    } catch (IOException e) {
      fail(group, StoreException.reason(e), e);
    } catch (RuntimeException | Error e) {
      fail(group, e.toString(), e);
    } finally {
      abandonCompaction();
      closeQuietly(log, files.locate(LogOpening.LOG));
    }
  }

  private void commit(List<Batch> group) throws IOException {
    for (Batch batch : group) {
      log.gather(batch.writes());
    }
    log.commit();
    synchronized (live) {
      for (Batch batch : group) {
        batch.writes().forEach(this::apply);
      }
    }
    for (Batch batch : group) {
      batch.stored().complete(null);
    }
  }

  private void apply(Write write) {
    String key = write.key();
    byte[] value = write.value();
    byte[] before = value == null ? live.remove(key) : live.put(key, value);
    liveBytes += value == null ? 0 : LogRecord.bytes(key, value);
    liveBytes -= before == null ? 0 : LogRecord.bytes(key, before);
    if (compaction != null) {
      compaction.changed(key);
    }
  }

  /** Begins a compaction if one is due, or does one step more. */
  private void compact(List<Batch> group) throws IOException {
    Compaction done;
    try {
      if (compaction == null && log.size() > compactAbove && log.size() > 2 * liveBytes) {
        compaction = Compaction.start(files, storeId, log.sequence(), live);
      }
      // Twice what came in meanwhile, so that it ends however much is written.
      long bytes = Math.max(limits.stepBytes(), 2 * group.stream().mapToLong(Batch::bytes).sum());
      if (compaction == null || !compaction.step(bytes)) {
        return;
      }
      compaction.seal(log.sequence());
      done = compaction;
    } catch (IOException e) {
      compactAbove = 2 * log.size();
      LOGGER.warn(
          "Could not compact {}: {}; it goes on growing, and is tried again at {} bytes",
          files.locate(LogOpening.LOG),
          StoreException.reason(e),
          compactAbove);
      abandonCompaction();
      return;
    }
    LogWriter old = log;
    log = done.publish();
    compaction = null;
    compactAbove = limits.compactionBytes();
    closeQuietly(old, files.locate(LogOpening.LOG));
  }

  private void abandonCompaction() {
    if (compaction != null) {
      closeQuietly(compaction, files.locate(LogOpening.NEW_LOG));
      compaction = null;
    }
  }

  private void fail(@Nullable List<Batch> group, String reason, Throwable cause) {
    StoreException failure =
        new StoreException(
            "cannot write to "
                + files.locate(LogOpening.LOG)
                + ": "
                + reason
                + "; nothing is stored any more until the disk is well and this process is started"
                + " again",
            cause);
    LOGGER.error("{}", failure.getMessage(), cause);
    try {
      log.rollBack();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    if (group != null) {
      group.forEach(batch -> batch.stored().completeExceptionally(failure));
    }
    queue.fail(failure);
  }

  private static void closeQuietly(Closeable closeable, String place) {
    try {
      closeable.close();
    } catch (IOException e) {
      LOGGER.warn("Could not close {}: {}", place, StoreException.reason(e));
    }
  }
}

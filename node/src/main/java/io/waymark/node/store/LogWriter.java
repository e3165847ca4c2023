package io.waymark.node.store;

import io.waymark.node.store.StoreFiles.StoreFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The end of a log: gathers records and appends them. For one thread. */
final class LogWriter implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;

  /** A buffer that a rare large group made larger than this is not kept. */
  private static final int KEPT_BYTES_MAX = 1 << 20;

  private final StoreFile file;
  private final long storeId;
  private long sequence;
  private long forced;
  private long size;
  private boolean marked;
  private ByteBuffer gathered = ByteBuffer.allocate(BUFFER_BYTES);

  /**
   * @param sequence of the last record in the file, or any number for a file without; the file has
   *     been forced
   * @param marked whether that record is a mark
   */
  LogWriter(StoreFile file, long storeId, long sequence, boolean marked) throws IOException {
    this.file = file;
    this.storeId = storeId;
    this.sequence = sequence;
    this.forced = sequence;
    this.marked = marked;
    this.size = file.size();
  }

  long storeId() {
    return storeId;
  }

  /** Of the last record gathered or written. */
  long sequence() {
    return sequence;
  }

  /** In bytes, without what is gathered only. */
  long size() {
    return size;
  }

  int gatheredBytes() {
    return gathered.position();
  }

  void gather(List<DurableStore.Write> batch) {
    int remaining = batch.size();
    for (DurableStore.Write write : batch) {
      remaining--;
      gather(write.key(), write.value(), remaining);
    }
  }

  /**
   * @param remaining how many records of the same batch will follow
   */
  void gather(String key, byte @Nullable [] value, int remaining) {
    sequence++;
    gather(new LogRecord(storeId, sequence, forced, remaining, key, value));
    marked = false;
  }

  /**
   * Gathers a mark unless the log ends with one. Everything before it has been forced, or will have
   * been before the file gets the name under which it is read.
   *
   * @param least the mark's sequence is beyond this, too
   */
  void gatherMark(long least) {
    if (!marked) {
      long before = Math.max(sequence, least);
      sequence = before + 1;
      gather(new LogRecord(storeId, sequence, before, 0, null, null));
      marked = true;
    }
  }

  private void gather(LogRecord record) {
    int bytes = record.bytes();
    if (gathered.remaining() < bytes) {
      int needed = gathered.position() + bytes;
      gathered =
          ByteBuffer.allocate(Math.max(needed, 2 * gathered.capacity())).put(gathered.flip());
    }
    record.encode(gathered);
  }

  /** Appends what is gathered and returns once it would survive a crash. */
  void commit() throws IOException {
    if (gathered.position() == 0) {
      return;
    }
    int bytes = gathered.position();
    file.append(gathered.flip());
    file.force();
    size += bytes;
    forced = sequence;
    gathered =
        gathered.capacity() > KEPT_BYTES_MAX ? ByteBuffer.allocate(BUFFER_BYTES) : gathered.clear();
  }

  /** Takes back whatever the last {@link #commit}, which failed, may have left in the file. */
  void rollBack() throws IOException {
    file.truncate(size);
    file.force();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

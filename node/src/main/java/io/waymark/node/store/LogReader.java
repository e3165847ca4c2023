package io.waymark.node.store;

import io.waymark.node.store.LogRecord.Damaged;
import io.waymark.node.store.LogRecord.Intact;
import io.waymark.node.store.StoreFiles.StoreFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a log from its first byte to its last, by the rules of {@link LogStore}. */
final class LogReader {
  private static final int WINDOW_BYTES = 1 << 20;

  /** Bytes that are no intact record although they were acknowledged. */
  record Damage(long offset, long length, String reason) {}

  /**
   * What was found.
   *
   * @param storeId null when neither the header nor any record is intact
   * @param sequence of the last record kept; 0 without one
   * @param marked whether that record is a mark
   * @param end where the next record belongs; what lies beyond was never acknowledged, or is listed
   *     as damage
   * @param size of the file
   */
  record Content(
      @Nullable Long storeId,
      NavigableMap<String, byte[]> entries,
      long sequence,
      boolean marked,
      long end,
      long size,
      List<Damage> damages) {}

  private record Located(LogRecord record, long end) {}

  private final StoreFile file;
  private final long size;
  private ByteBuffer window;
  private long windowStart;
  private int windowBytes;

  private @Nullable Long storeId;
  private long lastSequence;
  private long forced;
  private final Deque<Located> maybeForced = new ArrayDeque<>();
  private final List<Damage> damages = new ArrayList<>();

  private final NavigableMap<String, byte[]> entries = new TreeMap<>();
  private long sequence;
  private boolean marked;
  private long end;

  private LogReader(StoreFile file) throws IOException {
    this.file = file;
    this.size = file.size();
    this.window = ByteBuffer.allocate((int) Math.min(WINDOW_BYTES, size));
  }

  /**
   * @param header the file's; null when that is damaged
   */
  static Content read(StoreFile file, @Nullable LogHeader header) throws IOException {
    return new LogReader(file).read(header);
  }

  private Content read(@Nullable LogHeader header) throws IOException {
    long at = 0;
    if (header == null) {
      at = nextIntact(0);
      damages.add(new Damage(0, at, "the file's header is damaged"));
    } else {
      storeId = header.storeId();
      at = LogHeader.BYTES;
      end = at;
    }
    while (at < size) {
      switch (readAt(at)) {
        case Intact(LogRecord record, int bytes) -> {
          at += bytes;
          found(new Located(record, at));
        }
        case Damaged(String reason) -> {
          long next = nextIntact(at + 1);
          damages.add(new Damage(at, next - at, reason));
          at = next;
        }
      }
    }
    keepWholeBatches();
    return content();
  }

  private void found(Located located) {
    LogRecord record = located.record();
    storeId = record.storeId();
    lastSequence = record.sequence();
    forced = Math.max(forced, record.forced());
    maybeForced.add(located);
    while (!maybeForced.isEmpty() && maybeForced.peek().record().sequence() <= forced) {
      keep(maybeForced.remove());
    }
  }

  /** Of what may or may not have been forced: the batches without a gap before or inside. */
  private void keepWholeBatches() {
    List<Located> batch = new ArrayList<>();
    long expected = forced + 1;
    for (Located located : maybeForced) {
      if (located.record().sequence() != expected) {
        return;
      }
      expected++;
      batch.add(located);
      if (located.record().remaining() == 0) {
        batch.forEach(this::keep);
        batch.clear();
      }
    }
  }

  private void keep(Located located) {
    LogRecord record = located.record();
    if (record.key() != null && record.value() != null) {
      entries.put(record.key(), record.value());
    } else if (record.key() != null) {
      entries.remove(record.key());
    }
    sequence = record.sequence();
    marked = record.isMark();
    end = located.end();
  }

  private Content content() {
    List<Damage> lost = new ArrayList<>(damages);
    lost.removeIf(damage -> damage.offset() >= end);
    if (end == 0) {
      lost.add(
          new Damage(0, size, "the file holds neither a header nor a record that can be kept"));
    } else if (forced > sequence) {
      lost.add(new Damage(end, size - end, "acknowledged records are missing"));
    }
    return new Content(storeId, entries, sequence, marked, end, size, List.copyOf(lost));
  }

  private LogRecord.Reading readAt(long at) throws IOException {
    if (size - at < LogRecord.HEADER_BYTES) {
      return new Damaged("the file ends inside it");
    }
    int bytes = LogRecord.bytes(window(at, LogRecord.HEADER_BYTES));
    if (bytes < 0) {
      return new Damaged("it does not begin as a record does");
    }
    if (size - at < bytes) {
      return new Damaged("the file ends inside it");
    }
    LogRecord.Reading reading = LogRecord.decode(window(at, bytes));
    if (!(reading instanceof Intact(LogRecord record, _))) {
      return reading;
    }
    if (storeId != null && storeId != record.storeId()) {
      return new Damaged("it belongs to another store");
    }
    return record.sequence() > lastSequence ? reading : new Damaged("it is out of order");
  }

  /** Where the first intact record from here on begins; the file's size if there is none. */
  private long nextIntact(long from) throws IOException {
    long at = nextRecord(from);
    while (at < size && readAt(at) instanceof Damaged) {
      at = nextRecord(at + 1);
    }
    return at;
  }

  /** The first place from here on where something begins as a record does; or the file's size. */
  private long nextRecord(long from) throws IOException {
    for (long at = from; at <= size - LogRecord.HEADER_BYTES; at++) {
      if (LogRecord.bytes(window(at, LogRecord.HEADER_BYTES)) >= 0) {
        return at;
      }
    }
    return size;
  }

  /** That part of the file, which must exist, between the buffer's position and limit. */
  private ByteBuffer window(long at, int length) throws IOException {
    long offset = at - windowStart;
    if (offset < 0 || offset + length > windowBytes) {
      if (window.capacity() < length) {
        window = ByteBuffer.allocate(length);
      }
      file.read(window.clear(), at);
      windowStart = at;
      windowBytes = window.position();
      offset = 0;
      if (windowBytes < length) {
        throw new EOFException("the file became shorter while it was read");
      }
    }
    int start = (int) offset;
    return window.limit(start + length).position(start);
  }
}

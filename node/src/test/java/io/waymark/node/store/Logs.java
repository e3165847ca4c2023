package io.waymark.node.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** What tests ask of whole logs. */
final class Logs {
  private Logs() {}

  /** One record and the bytes it takes, from {@code start} to before {@code end}. */
  record Extent(int start, int end, LogRecord record) {}

  /** The entries that a store opened on these files shows. */
  static SortedMap<String, String> read(StoreFiles files) {
    try (LogStore store = LogStore.open(files, LogStore.Limits.DEFAULT)) {
      return StoredText.text(store.entries());
    }
  }

  /** The records of an undamaged log. */
  static List<Extent> records(byte[] log) {
    List<Extent> records = new ArrayList<>();
    for (int at = LogHeader.BYTES; at < log.length; ) {
      ByteBuffer rest = ByteBuffer.wrap(log, at, log.length - at);
      int end = at + LogRecord.bytes(rest);
      LogRecord.Reading reading = LogRecord.decode(rest.limit(end));
      if (!(reading instanceof LogRecord.Intact(LogRecord record, _))) {
        throw new AssertionError("no intact record at " + at + ": " + reading);
      }
      records.add(new Extent(at, end, record));
      at = end;
    }
    return records;
  }
}

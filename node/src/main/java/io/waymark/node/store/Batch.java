package io.waymark.node.store;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Writes that belong together, on their way to the disk.
 *
 * @param writes valid, with values that nobody else can change
 * @param bytes of the log they will take
 * @param stored completed by the store
 */
record Batch(List<DurableStore.Write> writes, long bytes, CompletableFuture<Void> stored) {

  /** Keys longer than this are cut in messages. */
  private static final int SHOWN_MAX = 64;

  /**
   * @throws IllegalArgumentException listing everything that cannot be stored
   */
  static Batch of(List<DurableStore.Write> writes) {
    List<String> faults = new ArrayList<>();
    List<DurableStore.Write> copies = new ArrayList<>(writes.size());
    long bytes = 0;
    for (DurableStore.Write write : writes) {
      String fault = fault(write.key());
      if (fault == null) {
        byte[] value = write.value();
        bytes += LogRecord.bytes(write.key(), value);
        copies.add(new DurableStore.Write(write.key(), value == null ? null : value.clone()));
      } else {
        faults.add(fault);
      }
    }
    if (bytes > LogRecord.BODY_BYTES_MAX) {
      faults.add(
          "a batch of "
              + bytes
              + " bytes with its keys and headers is too large: at most "
              + LogRecord.BODY_BYTES_MAX);
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", faults));
    }
    return new Batch(copies, bytes, new CompletableFuture<>());
  }

  private static @Nullable String fault(String key) {
    int length;
    try {
      length = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(key)).remaining();
    } catch (CharacterCodingException e) {
      return "key '" + shown(key) + "' must be text that UTF-8 can express";
    }
    return length >= 1 && length <= LogRecord.KEY_BYTES_MAX
        ? null
        : "key '"
            + shown(key)
            + "' ("
            + length
            + " bytes of UTF-8) must have 1 to "
            + LogRecord.KEY_BYTES_MAX;
  }

  private static String shown(String key) {
    return key.length() <= SHOWN_MAX ? key : key.substring(0, SHOWN_MAX) + "...";
  }
}

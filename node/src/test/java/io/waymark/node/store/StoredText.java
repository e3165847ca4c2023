package io.waymark.node.store;

import io.waymark.node.store.DurableStore.Write;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Entries and writes as text, for tests to read and compare. */
final class StoredText {
  private StoredText() {}

  static Write put(String key, String value) {
    return new Write(key, value.getBytes(StandardCharsets.ISO_8859_1));
  }

  static Write remove(String key) {
    return new Write(key, null);
  }

  static SortedMap<String, String> text(Map<String, byte[]> entries) {
    SortedMap<String, String> text = new TreeMap<>();
    entries.forEach((key, value) -> text.put(key, text(value)));
    return text;
  }

  static String text(byte[] value) {
    return new String(value, StandardCharsets.ISO_8859_1);
  }

  /** Does to a plain map what the store is to do to its entries. */
  static void apply(Write write, Map<String, String> to) {
    byte @Nullable [] value = write.value();
    if (value == null) {
      to.remove(write.key());
    } else {
      to.put(write.key(), text(value));
    }
  }
}

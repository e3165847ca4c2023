package io.waymark.protocol.replica;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The fixed number of buckets that all entities lie in. Their number can never change: it decides
 * where a key lies.
 */
public final class Buckets {
  public static final int COUNT = 4096;

  private static final List<String> NAMES =
      IntStream.range(0, COUNT)
          .mapToObj(index -> "c/" + HexFormat.of().toHexDigits((short) index))
          .toList();

  private Buckets() {}

  /**
   * The bucket of an entity's key: the first 12 bits of the SHA-256 of the key's UTF-8 form.
   *
   * @param entityKey such as {@code profile/contoso}
   * @return in {@code [0, COUNT)}
   */
  public static int of(String entityKey) {
    return (int) (StableHash.of(entityKey.getBytes(StandardCharsets.UTF_8)) >>> 52);
  }

  /** The bucket's key in the replicator and in the store: {@code c/0000} to {@code c/0fff}. */
  public static String name(int bucket) {
    return NAMES.get(bucket);
  }

  /** Every name, in order. */
  public static List<String> names() {
    return NAMES;
  }
}

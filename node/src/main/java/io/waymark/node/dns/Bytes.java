package io.waymark.node.dns;

import java.util.List;

/** Byte arrays put together. */
final class Bytes {
  private Bytes() {}

  static byte[] concat(List<byte[]> parts) {
    byte[] whole = new byte[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }
}

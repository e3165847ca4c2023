package io.waymark.protocol.replica;

import java.util.Arrays;

/** Grows an array of bytes. */
final class ByteWriter {
  private byte[] bytes = new byte[64];
  private int size;

  void octet(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  /** Seven bits at a time, the lowest first; taken as unsigned. */
  void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      octet((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    octet((int) rest);
  }

  /** Eight bytes, big-endian. */
  void fixed(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      octet((int) (value >>> shift) & 0xff);
    }
  }

  /** With their length before them. */
  void bytes(byte[] content) {
    varint(content.length);
    raw(content, 0, content.length);
  }

  void text(String text) {
    bytes(Text.encode(text));
  }

  void raw(byte[] content, int from, int length) {
    room(length);
    System.arraycopy(content, from, bytes, size, length);
    size += length;
  }

  private void room(int length) {
    if (bytes.length - size < length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + length, 2 * bytes.length));
    }
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }
}

package io.waymark.protocol.replica;

import java.util.Arrays;

/** Reads what {@link ByteWriter} wrote, and nothing else. */
final class ByteReader {
  private final byte[] bytes;
  private int at;

  ByteReader(byte[] bytes) {
    this.bytes = bytes;
  }

  int remaining() {
    return bytes.length - at;
  }

  int octet() throws MalformedException {
    if (at == bytes.length) {
      throw new MalformedException("ends too early");
    }
    return bytes[at++] & 0xff;
  }

  long varint() throws MalformedException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int octet = octet();
      if (shift == 63 && octet > 1) {
        break;
      }
      value |= (long) (octet & 0x7f) << shift;
      if (octet < 0x80) {
        if (octet == 0 && shift > 0) {
          throw new MalformedException("a number with needless bytes, before offset " + at);
        }
        return value;
      }
    }
    throw new MalformedException("a number of more than 64 bits, before offset " + at);
  }

  long fixed() throws MalformedException {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | octet();
    }
    return value;
  }

  /**
   * How many of something follow.
   *
   * @param bytesEach what one takes at least, so that a count that cannot be true is refused before
   *     room is made for it
   */
  int count(int bytesEach) throws MalformedException {
    long count = varint();
    if (count < 0 || count > remaining() / bytesEach) {
      throw new MalformedException(
          Long.toUnsignedString(count)
              + " entries before offset "
              + at
              + " are more than can follow");
    }
    return (int) count;
  }

  /** A number that indexes something. */
  int index(int size) throws MalformedException {
    long index = varint();
    if (index < 0 || index >= size) {
      throw new MalformedException(
          "index " + Long.toUnsignedString(index) + " before offset " + at + " of " + size);
    }
    return (int) index;
  }

  byte[] bytes() throws MalformedException {
    return raw(count(1));
  }

  String text() throws MalformedException {
    return Text.decode(bytes());
  }

  byte[] raw(long length) throws MalformedException {
    if (length < 0 || length > remaining()) {
      throw new MalformedException("ends too early: " + Long.toUnsignedString(length) + " bytes");
    }
    int from = at;
    at += (int) length;
    return Arrays.copyOfRange(bytes, from, at);
  }

  void end() throws MalformedException {
    if (remaining() > 0) {
      throw new MalformedException(remaining() + " bytes too many");
    }
  }
}

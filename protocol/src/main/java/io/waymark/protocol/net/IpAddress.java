package io.waymark.protocol.net;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address as a value; ordered by family, then numerically.
 *
 * @param v6 whether it is IPv6
 * @param high the upper 64 bits of an IPv6 address; 0 for IPv4
 * @param low the lower 64 bits of an IPv6 address; an IPv4 address in its lower 32 bits, 0 above
 */
public record IpAddress(boolean v6, long high, long low) implements Comparable<IpAddress> {

  /** Of six groups of four digits and a dotted quad of twelve. */
  private static final int TEXT_MAX = 45;

  public IpAddress {
    if (!v6 && (high != 0 || low >>> 32 != 0)) {
      throw new IllegalArgumentException("an IPv4 address has 32 bits");
    }
  }

  public static IpAddress v4(int bits) {
    return new IpAddress(false, 0, Integer.toUnsignedLong(bits));
  }

  /**
   * Reads a literal: dotted quad, or RFC 4291 text (an embedded dotted quad allowed, no zone, no
   * brackets).
   *
   * @throws IllegalArgumentException when it is not a literal
   */
  public static IpAddress parse(String text) {
    IpAddress address = parseOrNull(text);
    if (address == null) {
      throw new IllegalArgumentException("not an IP address: " + text);
    }
    return address;
  }

  /** As {@link #parse}, with null for what is not a literal. */
  public static @Nullable IpAddress parseOrNull(String text) {
    if (text.length() > TEXT_MAX) {
      return null;
    }
    if (text.indexOf(':') < 0) {
      long bits = parseV4(text);
      return bits < 0 ? null : new IpAddress(false, 0, bits);
    }
    return parseV6(text);
  }

  /** Reads network-order bytes, 4 or 16 of them. */
  public static IpAddress of(byte[] bytes) {
    return switch (bytes.length) {
      case 4 -> new IpAddress(false, 0, read(bytes, 0, 4));
      case 16 -> new IpAddress(true, read(bytes, 0, 8), read(bytes, 8, 8));
      default ->
          throw new IllegalArgumentException(bytes.length + " bytes; an address has 4 or 16");
    };
  }

  /** Network-order bytes, 4 or 16 of them. */
  public byte[] bytes() {
    byte[] bytes = new byte[v6 ? 16 : 4];
    for (int i = 0; i < bytes.length; i++) {
      int shift = 8 * (bytes.length - 1 - i);
      bytes[i] = (byte) (shift >= 64 ? high >>> (shift - 64) : low >>> shift);
    }
    return bytes;
  }

  /** Bits of the family: 32 or 128. */
  public int bits() {
    return v6 ? 128 : 32;
  }

  /** The IPv4 address within an IPv4-mapped one (RFC 4291 section 2.5.5.2); others as they are. */
  public IpAddress unmapped() {
    boolean mapped = v6 && high == 0 && low >>> 32 == 0xffff;
    return mapped ? v4((int) low) : this;
  }

  /** This address with all but its first {@code length} bits cleared. */
  public IpAddress network(int length) {
    if (length < 0 || length > bits()) {
      throw new IllegalArgumentException("prefix length " + length + " of " + bits());
    }
    if (!v6) {
      return new IpAddress(false, 0, length == 0 ? 0 : low & (0xffff_ffffL << (32 - length)));
    }
    long highMask = length == 0 ? 0 : length >= 64 ? -1L : -1L << (64 - length);
    long lowMask = length <= 64 ? 0 : -1L << (128 - length);
    return new IpAddress(true, high & highMask, low & lowMask);
  }

  @Override
  public int compareTo(IpAddress other) {
    if (v6 != other.v6) {
      return v6 ? 1 : -1;
    }
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  /** Dotted quad, or RFC 5952 text: of an IPv4-mapped address with a dotted quad at its end. */
  @Override
  public String toString() {
    if (!v6) {
      return dottedQuad(low);
    }
    if (high == 0 && low >>> 32 == 0xffff) {
      return "::ffff:" + dottedQuad(low & 0xffff_ffffL);
    }
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (int) ((i < 4 ? high >>> (48 - 16 * i) : low >>> (112 - 16 * i)) & 0xffff);
    }
    // RFC 5952 section 4.2: the longest run of at least two zero groups, the first of equals.
    int runStart = -1;
    int runLength = 1;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - i > runLength) {
        runStart = i;
        runLength = end - i;
      }
      i = Math.max(i, end - 1);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == runStart) {
        text.append("::");
        i += runLength - 1;
      } else {
        if (i > 0 && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }

  private static String dottedQuad(long bits) {
    return (bits >>> 24)
        + "."
        + (bits >>> 16 & 255)
        + "."
        + (bits >>> 8 & 255)
        + "."
        + (bits & 255);
  }

  private static long read(byte[] bytes, int offset, int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | bytes[offset + i] & 0xff;
    }
    return value;
  }

  private static long parseV4(String text) {
    long bits = 0;
    int part = -1;
    int parts = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? '.' : text.charAt(i);
      if (c == '.') {
        if (part < 0 || ++parts > 4) {
          return -1;
        }
        bits = bits << 8 | part;
        part = -1;
      } else if (c >= '0' && c <= '9' && part != 0) {
        // A leading zero is refused: some readers take it for octal.
        part = Math.max(part, 0) * 10 + (c - '0');
        if (part > 255) {
          return -1;
        }
      } else {
        return -1;
      }
    }
    return parts == 4 ? bits : -1;
  }

  private static @Nullable IpAddress parseV6(String text) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return null;
    }
    String left = gap >= 0 ? text.substring(0, gap) : text;
    String right = gap >= 0 ? text.substring(gap + 2) : "";
    int @Nullable [] head = groups(left, gap < 0);
    int @Nullable [] tail = groups(right, true);
    if (head == null || tail == null) {
      return null;
    }
    int given = head.length + tail.length;
    if (gap >= 0 ? given > 7 : given != 8) {
      return null;
    }
    int[] all = Arrays.copyOf(head, 8);
    System.arraycopy(tail, 0, all, 8 - tail.length, tail.length);
    long high = 0;
    long low = 0;
    for (int i = 0; i < 4; i++) {
      high = high << 16 | all[i];
      low = low << 16 | all[i + 4];
    }
    return new IpAddress(true, high, low);
  }

  /**
   * Groups of 16 bits; an embedded dotted quad counts as two and may stand only at the very end.
   */
  private static int @Nullable [] groups(String text, boolean atEnd) {
    if (text.isEmpty()) {
      return new int[0];
    }
    String[] parts = text.split(":", -1);
    int[] groups = new int[parts.length + 1];
    int count = 0;
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i];
      if (atEnd && i == parts.length - 1 && part.indexOf('.') >= 0) {
        long quad = parseV4(part);
        if (quad < 0) {
          return null;
        }
        groups[count++] = (int) (quad >>> 16);
        groups[count++] = (int) (quad & 0xffff);
      } else {
        if (part.isEmpty() || part.length() > 4) {
          return null;
        }
        int group = 0;
        for (int j = 0; j < part.length(); j++) {
          int digit = Character.digit(part.charAt(j), 16);
          if (digit < 0 || part.charAt(j) > 'f') {
            return null;
          }
          group = group << 4 | digit;
        }
        groups[count++] = group;
      }
    }
    return Arrays.copyOf(groups, count);
  }
}

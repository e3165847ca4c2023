package io.waymark.protocol.dns;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * A domain name in wire format, lower case, uncompressed: the form in which names are stored and
 * compared.
 *
 * <p>Length octets are at most 63, below {@code 'A'}, so a whole name can be lower-cased and
 * compared as plain bytes (RFC 4343).
 */
public final class WireName {
  /** Octets of the longest name, RFC 1035 section 3.1. */
  public static final int LENGTH_MAX = 255;

  public static final int LABEL_MAX = 63;

  private WireName() {}

  /**
   * Reads dotted text, with or without a final dot; {@code "."} and {@code ""} are the root.
   *
   * @throws IllegalArgumentException when a label is empty or longer than 63 octets, or the name
   *     longer than 255
   */
  public static byte[] of(String text) {
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    if (name.isEmpty()) {
      return new byte[1];
    }
    byte[] characters = name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1);
    if (characters.length + 2 > LENGTH_MAX) {
      throw new IllegalArgumentException("name longer than 253 characters: " + text);
    }
    byte[] wire = new byte[characters.length + 2];
    int start = 0;
    for (int i = 0; i <= characters.length; i++) {
      if (i == characters.length || characters[i] == '.') {
        if (i == start || i - start > LABEL_MAX) {
          throw new IllegalArgumentException("empty or overlong label in name: " + text);
        }
        wire[start] = (byte) (i - start);
        start = i + 1;
      } else {
        wire[i + 1] = characters[i];
      }
    }
    return wire;
  }

  /** The name without its first label; the root stays the root. */
  public static byte[] parent(byte[] name) {
    return name[0] == 0 ? name : Arrays.copyOfRange(name, name[0] + 1, name.length);
  }

  /** Labels, the root not counted. */
  public static int labels(byte[] name) {
    int labels = 0;
    for (int i = 0; name[i] != 0; i += name[i] + 1) {
      labels++;
    }
    return labels;
  }

  /** Whether {@code name} is {@code ancestor} or lies below it. */
  public static boolean within(byte[] name, byte[] ancestor) {
    for (int i = 0; name.length - i >= ancestor.length; i += name[i] + 1) {
      if (name.length - i == ancestor.length) {
        return Arrays.equals(name, i, name.length, ancestor, 0, ancestor.length);
      }
    }
    return false;
  }

  /**
   * Dotted text without a final dot; {@code "."} for the root. Octets outside printable ASCII
   * become {@code \DDD}.
   */
  public static String text(byte[] name) {
    if (name[0] == 0) {
      return ".";
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; name[i] != 0; i += name[i] + 1) {
      if (i > 0) {
        text.append('.');
      }
      for (int j = i + 1; j <= i + name[i]; j++) {
        int octet = name[j] & 0xff;
        if (octet == '.' || octet == '\\') {
          text.append('\\').append((char) octet);
        } else if (octet > 32 && octet < 127) {
          text.append((char) octet);
        } else {
          text.append('\\').append(String.format(Locale.ROOT, "%03d", octet));
        }
      }
    }
    return text.toString();
  }

  /** The hash under which {@link Query#hash} finds this name. */
  public static long hash(byte[] name) {
    byte[] padded = Arrays.copyOf(name, name.length + Long.BYTES);
    long hash = 0;
    for (int i = 0; i < name.length; i += Long.BYTES) {
      hash = LowerCase.mix(hash, LowerCase.word(padded, i, name.length - i));
    }
    return LowerCase.finish(hash);
  }
}

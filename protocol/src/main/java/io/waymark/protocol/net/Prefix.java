package io.waymark.protocol.net;

import org.jspecify.annotations.Nullable;

/**
 * A block of addresses that share their first bits.
 *
 * @param address the network address: every bit past {@code length} is 0
 * @param length leading bits that count, in {@code [0, 32]} for IPv4 and {@code [0, 128]} for IPv6
 */
public record Prefix(IpAddress address, int length) implements Comparable<Prefix> {

  /**
   * @throws IllegalArgumentException when the length does not fit the family, or bits past it are
   *     set
   */
  public Prefix {
    if (!address.network(length).equals(address)) {
      throw new IllegalArgumentException(
          address
              + "/"
              + length
              + " has bits past its length; the network is "
              + of(address, length));
    }
  }

  /** The prefix of that length which the address lies in. */
  public static Prefix of(IpAddress address, int length) {
    return new Prefix(address.network(length), length);
  }

  /**
   * Reads {@code address/length}; an address alone is a prefix of full length.
   *
   * @throws IllegalArgumentException when it is neither, or bits past the length are set
   */
  public static Prefix parse(String text) {
    int slash = text.indexOf('/');
    IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
    return new Prefix(address, slash < 0 ? address.bits() : length(text, slash, address.bits()));
  }

  /** As {@link #parse}, with null for what is not a prefix. */
  public static @Nullable Prefix parseOrNull(String text) {
    try {
      return parse(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static int length(String text, int slash, int bits) {
    String digits = text.substring(slash + 1);
    if (digits.matches("0|[1-9][0-9]{0,2}") && Integer.parseInt(digits) <= bits) {
      return Integer.parseInt(digits);
    }
    throw new IllegalArgumentException(
        "prefix length of " + text + " must be a whole number in [0, " + bits + "]");
  }

  /** The first address, which is the network address. */
  public IpAddress first() {
    return address;
  }

  /** The last address. */
  public IpAddress last() {
    if (!address.v6()) {
      return new IpAddress(false, 0, address.low() | 0xffff_ffffL >>> length);
    }
    long high = length >= 64 ? 0 : -1L >>> length;
    long low = length <= 64 ? -1L : length == 128 ? 0 : -1L >>> (length - 64);
    return new IpAddress(true, address.high() | high, address.low() | low);
  }

  /** Whether the address lies in it; never for the other family. */
  public boolean contains(IpAddress other) {
    return other.v6() == address.v6() && other.network(length).equals(address);
  }

  /** Whether every address of the other lies in it. */
  public boolean contains(Prefix other) {
    return other.length >= length && contains(other.address);
  }

  /** Whether they share an address: then one contains the other. */
  public boolean overlaps(Prefix other) {
    return contains(other) || other.contains(this);
  }

  /** By address, the shorter prefix first among equals. */
  @Override
  public int compareTo(Prefix other) {
    int byAddress = address.compareTo(other.address);
    return byAddress != 0 ? byAddress : Integer.compare(length, other.length);
  }

  @Override
  public String toString() {
    return address + "/" + length;
  }
}

package io.waymark.protocol.net;

import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/**
 * From every address to the number that the longest prefix around it was given. Immutable; a
 * look-up allocates nothing and takes tens of nanoseconds.
 *
 * <p>Prefixes are pushed down to what they decide and neighbours of equal value are merged, so
 * {@link #prefixLength} is exact: a row is cut by the more specific ones within it, and rows that
 * say the same count as one.
 *
 * <p>An address is given as {@link Client} keeps it: the upper and the lower 64 bits of an IPv6
 * address; 0 and the 32 bits of an IPv4 address.
 */
public final class PrefixMap {
  /** The value of addresses that no prefix covers. */
  public static final int NONE = -1;

  /** Every address has no value. */
  public static final PrefixMap EMPTY = new PrefixMapBuilder().build();

  private final Runs v4;
  private final Runs v6;

  PrefixMap(Runs v4, Runs v6) {
    this.v4 = v4;
    this.v6 = v6;
  }

  /** The value of the longest prefix around the address; {@link #NONE} when there is none. */
  public int get(boolean isV6, long high, long low) {
    return isV6 ? v6.value(v6.find(high, low)) : v4.value(v4.find(low << 32, 0));
  }

  public int get(Client client) {
    return get(client.v6(), client.high(), client.low());
  }

  public int get(IpAddress address) {
    return get(address.v6(), address.high(), address.low());
  }

  /**
   * The length of the shortest prefix around the address whose addresses all have its value.
   *
   * @return in {@code [0, 32]} for IPv4 and {@code [0, 128]} for IPv6
   */
  public int prefixLength(boolean isV6, long high, long low) {
    if (isV6) {
      return v6.prefixLength(v6.find(high, low), high, low);
    }
    long upper = low << 32;
    return v4.prefixLength(v4.find(upper, 0), upper, 0);
  }

  public int prefixLength(Client client) {
    return prefixLength(client.v6(), client.high(), client.low());
  }

  public int prefixLength(IpAddress address) {
    return prefixLength(address.v6(), address.high(), address.low());
  }

  /** Stretches of equal value, of both families: what it costs to keep, 12 to 20 bytes each. */
  public int size() {
    return v4.size() + v6.size();
  }

  /** The same prefixes with other values; {@link #NONE} is given to the operator as well. */
  public PrefixMap map(IntUnaryOperator operator) {
    return combine(EMPTY, (value, _) -> operator.applyAsInt(value));
  }

  /** Every address with what the operator makes of its value here and its value there. */
  public PrefixMap combine(PrefixMap other, IntBinaryOperator operator) {
    return new PrefixMap(
        combine(v4, other.v4, operator).build(false), combine(v6, other.v6, operator).build(true));
  }

  private static Runs.Builder combine(Runs here, Runs there, IntBinaryOperator operator) {
    Runs.Builder combined = new Runs.Builder(here.size() + there.size());
    int i = 0;
    int j = 0;
    while (i < here.size() || j < there.size()) {
      int order = order(here, i, there, j);
      Runs first = order <= 0 ? here : there;
      int at = order <= 0 ? i : j;
      i += order <= 0 ? 1 : 0;
      j += order >= 0 ? 1 : 0;
      combined.from(
          first.upper(at),
          first.lower(at),
          operator.applyAsInt(here.value(i - 1), there.value(j - 1)));
    }
    return combined;
  }

  /** Whether both give every address the same value. */
  @Override
  public boolean equals(Object other) {
    return other == this
        || other instanceof PrefixMap map && map.v4.equals(v4) && map.v6.equals(v6);
  }

  @Override
  public int hashCode() {
    return 31 * v4.hashCode() + v6.hashCode();
  }

  /** Which run starts first; one past the end starts last. */
  private static int order(Runs here, int i, Runs there, int j) {
    if (i == here.size() || j == there.size()) {
      return i == here.size() ? 1 : -1;
    }
    int byUpper = Long.compareUnsigned(here.upper(i), there.upper(j));
    return byUpper != 0 ? byUpper : Long.compareUnsigned(here.lower(i), there.lower(j));
  }
}

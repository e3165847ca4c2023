package io.waymark.protocol.profile;

import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.net.Prefix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Client addresses that map to an endpoint, in the form the operator gave: {@code first} alone is
 * one address, with {@code last} an inclusive range, with {@code scope} a prefix whose network
 * address is {@code first}.
 *
 * @param last end of the range, of the same family as {@code first} and not below it; absent with
 *     {@code scope}
 * @param scope prefix length; absent with {@code last}
 */
public record SubnetRange(IpAddress first, @Nullable IpAddress last, @Nullable Integer scope) {
  /** The last address of the range. */
  public IpAddress end() {
    if (last != null) {
      return last;
    }
    return scope == null ? first : Prefix.of(first, scope).last();
  }

  /** Whether the address lies in the range; never for the other family. */
  public boolean contains(IpAddress address) {
    return address.v6() == first.v6()
        && first.compareTo(address) <= 0
        && address.compareTo(end()) <= 0;
  }

  /** The fewest prefixes that hold exactly these addresses, in their order. */
  public List<Prefix> prefixes() {
    List<Prefix> prefixes = new ArrayList<>();
    IpAddress end = end();
    IpAddress at = first;
    while (true) {
      int length = at.bits();
      while (length > 0 && startsPrefixBefore(at, length - 1, end)) {
        length--;
      }
      Prefix widest = new Prefix(at, length);
      prefixes.add(widest);
      if (widest.last().compareTo(end) >= 0) {
        return prefixes;
      }
      at = after(widest.last());
    }
  }

  private static boolean startsPrefixBefore(IpAddress at, int length, IpAddress end) {
    return at.network(length).equals(at) && Prefix.of(at, length).last().compareTo(end) <= 0;
  }

  private static IpAddress after(IpAddress address) {
    return address.v6()
        ? new IpAddress(true, address.high() + (address.low() == -1 ? 1 : 0), address.low() + 1)
        : new IpAddress(false, 0, address.low() + 1);
  }

  /** As the operator gave it: {@code a}, {@code a-b} or {@code a/n}. */
  @Override
  public String toString() {
    return first + (last != null ? "-" + last : scope != null ? "/" + scope : "");
  }
}

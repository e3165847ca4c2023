package io.waymark.protocol.profile;

import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.net.Prefix;
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

  /** As the operator gave it: {@code a}, {@code a-b} or {@code a/n}. */
  @Override
  public String toString() {
    return first + (last != null ? "-" + last : scope != null ? "/" + scope : "");
  }
}

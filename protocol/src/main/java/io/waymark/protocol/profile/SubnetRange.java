package io.waymark.protocol.profile;

import io.waymark.protocol.net.IpAddress;
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
public record SubnetRange(IpAddress first, @Nullable IpAddress last, @Nullable Integer scope) {}

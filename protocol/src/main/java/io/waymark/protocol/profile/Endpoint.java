package io.waymark.protocol.profile;

import io.waymark.protocol.net.IpAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One place a profile can send its clients to.
 *
 * @param name unique in the profile without case; 1 to 260 printable characters, no slash
 * @param target a domain name without trailing dot, an IP literal, or for {@link
 *     EndpointType#NESTED} a profile's name
 * @param enabled the operator's switch ({@code endpointStatus}); a disabled endpoint is as if
 *     absent
 * @param alwaysServe serve without probing
 * @param weight in {@code [1, 1000]}
 * @param priority in {@code [1, 1000]}, unique in the profile; lower is preferred
 * @param endpointLocation a region's name, for Performance
 * @param geoMapping codes, for Geographic
 * @param minChildEndpoints children that must be Online for a nested endpoint to be Online; at
 *     least 1
 * @param minChildEndpointsIPv4 the same, of those with an IPv4 target; at least 0
 * @param minChildEndpointsIPv6 the same, of those with an IPv6 target; at least 0
 */
public record Endpoint(
    String name,
    EndpointType type,
    String target,
    boolean enabled,
    boolean alwaysServe,
    int weight,
    int priority,
    @Nullable String endpointLocation,
    List<String> geoMapping,
    List<SubnetRange> subnets,
    List<HttpHeader> customHeaders,
    int minChildEndpoints,
    int minChildEndpointsIPv4,
    int minChildEndpointsIPv6) {

  public Endpoint {
    geoMapping = List.copyOf(geoMapping);
    subnets = List.copyOf(subnets);
    customHeaders = List.copyOf(customHeaders);
  }

  /** An endpoint's name as names are compared. */
  public static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  public boolean nested() {
    return type == EndpointType.NESTED;
  }

  /** Whether the three minimums are what an endpoint that is not nested has. */
  boolean childMinimumsAreDefault() {
    return minChildEndpoints == 1 && minChildEndpointsIPv4 == 0 && minChildEndpointsIPv6 == 0;
  }

  /** The target as an address; null when it is a domain name or a child profile. */
  public @Nullable IpAddress targetAddress() {
    return nested() ? null : IpAddress.parseOrNull(target);
  }
}

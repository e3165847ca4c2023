package io.waymark.protocol.profile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One name that Waymark answers, and the endpoints it may answer with. A value: every edit makes a
 * new one.
 *
 * @param name 1 to 63 letters, digits, hyphens and periods; unique without case
 * @param enabled the operator's switch ({@code profileStatus}); a disabled profile is NXDOMAIN
 * @param maxReturn endpoints in one MultiValue answer, in {@code [1, 8]}
 * @param probesPerEndpoint vantage points per endpoint, at least 1; {@link #ALL_PROBERS} for all
 * @param endpoints in the operator's order; at most 200
 */
public record Profile(
    String name,
    DnsConfig dnsConfig,
    boolean enabled,
    RoutingMethod trafficRoutingMethod,
    int maxReturn,
    Affinity affinity,
    OnAllDown onAllDown,
    Quorum quorum,
    int probesPerEndpoint,
    MonitorConfig monitorConfig,
    List<Endpoint> endpoints) {

  public static final int ALL_PROBERS = Integer.MAX_VALUE;

  public Profile {
    endpoints = List.copyOf(endpoints);
  }

  /** The endpoint of that name, without case; null when there is none. */
  public @Nullable Endpoint endpoint(String endpointName) {
    for (Endpoint endpoint : endpoints) {
      if (endpoint.name().equalsIgnoreCase(endpointName)) {
        return endpoint;
      }
    }
    return null;
  }
}

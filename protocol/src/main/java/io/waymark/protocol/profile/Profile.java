package io.waymark.protocol.profile;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
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

  /** Most endpoints of one profile. */
  public static final int ENDPOINTS_MAX = 200;

  public static final int MAX_RETURN_DEFAULT = 2;
  public static final int PROBES_PER_ENDPOINT_DEFAULT = 3;

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?");

  public Profile {
    endpoints = List.copyOf(endpoints);
  }

  /** The endpoint of that name, without case; null when there is none. */
  public @Nullable Endpoint endpoint(String endpointName) {
    String key = Endpoint.key(endpointName);
    for (Endpoint endpoint : endpoints) {
      if (Endpoint.key(endpoint.name()).equals(key)) {
        return endpoint;
      }
    }
    return null;
  }

  /** The same profile with other endpoints. */
  public Profile withEndpoints(List<Endpoint> others) {
    return new Profile(
        name,
        dnsConfig,
        enabled,
        trafficRoutingMethod,
        maxReturn,
        affinity,
        onAllDown,
        quorum,
        probesPerEndpoint,
        monitorConfig,
        others);
  }

  /** Why the text is not a profile's name; null when it is one. */
  public static @Nullable String nameFault(String name) {
    return NAME.matcher(name).matches()
        ? null
        : "must be 1 to 63 letters, digits, hyphens and periods, with a letter or digit at both"
            + " ends";
  }

  /** A profile's name as names are compared. */
  public static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}

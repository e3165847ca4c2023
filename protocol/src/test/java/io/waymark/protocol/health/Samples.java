package io.waymark.protocol.health;

import io.waymark.protocol.profile.Affinity;
import io.waymark.protocol.profile.DnsConfig;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.EndpointType;
import io.waymark.protocol.profile.HttpHeader;
import io.waymark.protocol.profile.MonitorConfig;
import io.waymark.protocol.profile.OnAllDown;
import io.waymark.protocol.profile.ProbeProtocol;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.Quorum;
import io.waymark.protocol.profile.RoutingMethod;
import java.util.List;

/** Profiles and endpoints with ordinary settings, to be changed where a test cares. */
public final class Samples {
  private Samples() {}

  /** Probed over HTTP on port 80 every 30 s, with the original's other defaults. */
  public static MonitorConfig monitor() {
    return new MonitorConfig(
        ProbeProtocol.HTTP, 80, "/health", 30, 10, 3, 1, false, List.of(), List.of());
  }

  /** An enabled profile. */
  public static Profile profile(String name, Endpoint... endpoints) {
    return profile(name, monitor(), endpoints);
  }

  /** An enabled profile probed so. */
  public static Profile profile(String name, MonitorConfig monitor, Endpoint... endpoints) {
    return new Profile(
        name,
        new DnsConfig(name, "tm.example", 30),
        true,
        RoutingMethod.WEIGHTED,
        2,
        Affinity.NONE,
        OnAllDown.ALL,
        Quorum.DEFAULT,
        3,
        monitor,
        List.of(endpoints));
  }

  /** The same profile, switched off. */
  public static Profile disabled(Profile was) {
    return new Profile(
        was.name(),
        was.dnsConfig(),
        false,
        was.trafficRoutingMethod(),
        was.maxReturn(),
        was.affinity(),
        was.onAllDown(),
        was.quorum(),
        was.probesPerEndpoint(),
        was.monitorConfig(),
        was.endpoints());
  }

  /** An enabled endpoint that is probed. */
  public static Endpoint endpoint(String name, String target, HttpHeader... headers) {
    return endpoint(name, EndpointType.EXTERNAL, target, true, false, List.of(headers), 1, 0, 0);
  }

  /** An enabled endpoint that is served without probing. */
  public static Endpoint alwaysServed(String name, String target) {
    return endpoint(name, EndpointType.EXTERNAL, target, true, true, List.of(), 1, 0, 0);
  }

  /** An enabled endpoint that stands for a profile. */
  public static Endpoint nested(String child, int m, int m4, int m6) {
    return endpoint(child, EndpointType.NESTED, child, true, false, List.of(), m, m4, m6);
  }

  /** The same endpoint, switched off. */
  public static Endpoint disabled(Endpoint was) {
    return endpoint(
        was.name(),
        was.type(),
        was.target(),
        false,
        was.alwaysServe(),
        was.customHeaders(),
        was.minChildEndpoints(),
        was.minChildEndpointsIPv4(),
        was.minChildEndpointsIPv6());
  }

  private static Endpoint endpoint(
      String name,
      EndpointType type,
      String target,
      boolean enabled,
      boolean alwaysServe,
      List<HttpHeader> headers,
      int m,
      int m4,
      int m6) {
    return new Endpoint(
        name,
        type,
        target,
        enabled,
        alwaysServe,
        1,
        1,
        null,
        List.of(),
        List.of(),
        headers,
        m,
        m4,
        m6);
  }
}

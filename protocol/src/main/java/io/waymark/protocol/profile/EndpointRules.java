package io.waymark.protocol.profile;

import io.waymark.protocol.net.IpAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the fields of an endpoint must be together, and what endpoints must be to each other. */
final class EndpointRules {
  /** How an endpoint appears in answers. */
  private enum Addressing {
    DOMAIN_NAME("a domain name"),
    IPV4("an IPv4 address"),
    IPV6("an IPv6 address");

    private final String text;

    Addressing(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private final Profile profile;
  private final Policy policy;
  private final Findings findings;
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, String> targets = new HashMap<>();
  private final Map<Integer, String> priorities = new HashMap<>();
  private final Map<String, String> geoCodes = new HashMap<>();
  private @Nullable Addressing addressing;

  private EndpointRules(Profile profile, Policy policy, Findings findings) {
    this.profile = profile;
    this.policy = policy;
    this.findings = findings;
  }

  static void check(Profile profile, Policy policy, Findings findings) {
    EndpointRules rules = new EndpointRules(profile, policy, findings);
    List<Endpoint> endpoints = profile.endpoints();
    if (endpoints.size() > Profile.ENDPOINTS_MAX) {
      findings.add(
          "endpoints",
          endpoints.size() + " elements",
          "must have at most " + Profile.ENDPOINTS_MAX + " elements");
    }
    for (int i = 0; i < endpoints.size(); i++) {
      rules.endpoint(endpoints.get(i), "endpoints[" + i + "]");
    }
  }

  private void endpoint(Endpoint endpoint, String path) {
    unique(names, Endpoint.key(endpoint.name()), endpoint, path + ".name", endpoint.name());
    unique(priorities, endpoint.priority(), endpoint, path + ".priority", endpoint.priority());
    target(endpoint, path);
    if (endpoint.nested()) {
      nested(endpoint, path);
    } else if (!endpoint.childMinimumsAreDefault()) {
      notNested(endpoint, path);
    }
    location(endpoint, path);
    geoMapping(endpoint, path);
  }

  private void target(Endpoint endpoint, String path) {
    String targetPath = path + ".target";
    if (findings.faulty(targetPath) || findings.faulty(path + ".type")) {
      return;
    }
    IpAddress address = endpoint.targetAddress();
    String fault = targetFault(endpoint, address);
    if (fault != null) {
      findings.add(targetPath, endpoint.target(), fault);
      return;
    }
    String kind = endpoint.nested() ? "profile " : "";
    String key = address != null ? address.toString() : Endpoint.key(endpoint.target());
    unique(targets, kind + key, endpoint, targetPath, endpoint.target());
    if (!endpoint.nested()) {
      addressing(addressingOf(address), targetPath, endpoint.target());
    }
  }

  private @Nullable String targetFault(Endpoint endpoint, @Nullable IpAddress address) {
    boolean multiValue = profile.trafficRoutingMethod() == RoutingMethod.MULTI_VALUE;
    if (endpoint.nested()) {
      return Profile.nameFault(endpoint.target()) == null ? null : "must be the name of a profile";
    }
    String fault = TargetRules.nameFault(endpoint.target());
    if (fault == null) {
      fault = policy.refusal(endpoint.target());
    }
    return fault == null && multiValue && address == null
        ? "must be an IP address, as the profile's method is MultiValue"
        : fault;
  }

  private static Addressing addressingOf(@Nullable IpAddress address) {
    return address == null
        ? Addressing.DOMAIN_NAME
        : address.v6() ? Addressing.IPV6 : Addressing.IPV4;
  }

  private void addressing(Addressing given, String path, String target) {
    if (addressing == null) {
      addressing = given;
    } else if (addressing != given
        && profile.trafficRoutingMethod() != RoutingMethod.MULTI_VALUE
        && !findings.faulty("trafficRoutingMethod")) {
      findings.add(
          path,
          target,
          "must be "
              + addressing
              + " like the endpoints before it; only MultiValue mixes families");
    }
  }

  private void nested(Endpoint endpoint, String path) {
    if (profile.trafficRoutingMethod() == RoutingMethod.MULTI_VALUE) {
      add(path + ".type", endpoint.type(), "must not be Nested in a MultiValue profile");
    }
    if (endpoint.alwaysServe()) {
      add(path + ".alwaysServe", "Enabled", "must be Disabled on a Nested endpoint");
    }
    int needed = Math.max(endpoint.minChildEndpointsIPv4(), endpoint.minChildEndpointsIPv6());
    if (endpoint.minChildEndpoints() < needed
        && !findings.faulty(path + ".minChildEndpointsIPv4")
        && !findings.faulty(path + ".minChildEndpointsIPv6")) {
      add(
          path + ".minChildEndpoints",
          endpoint.minChildEndpoints(),
          "must not be below minChildEndpointsIPv4 or minChildEndpointsIPv6, here " + needed);
    }
  }

  private void notNested(Endpoint endpoint, String path) {
    if (findings.faulty(path + ".type")) {
      return;
    }
    String message = "is only for Nested endpoints";
    if (endpoint.minChildEndpoints() != 1) {
      add(path + ".minChildEndpoints", endpoint.minChildEndpoints(), message);
    }
    if (endpoint.minChildEndpointsIPv4() != 0) {
      add(path + ".minChildEndpointsIPv4", endpoint.minChildEndpointsIPv4(), message);
    }
    if (endpoint.minChildEndpointsIPv6() != 0) {
      add(path + ".minChildEndpointsIPv6", endpoint.minChildEndpointsIPv6(), message);
    }
  }

  private void location(Endpoint endpoint, String path) {
    String location = endpoint.endpointLocation();
    if (location != null && !policy.knows(location)) {
      add(path + ".endpointLocation", location, "must be a region this installation knows");
    } else if (location == null && profile.trafficRoutingMethod() == RoutingMethod.PERFORMANCE) {
      add(path + ".endpointLocation", "", "is required, as the profile's method is Performance");
    }
  }

  private void geoMapping(Endpoint endpoint, String path) {
    String listPath = path + ".geoMapping";
    if (findings.faulty(listPath)) {
      return;
    }
    List<String> codes = endpoint.geoMapping();
    if (codes.isEmpty() && profile.trafficRoutingMethod() == RoutingMethod.GEOGRAPHIC) {
      findings.add(
          listPath, "", "must hold at least one code, as the profile's method is Geographic");
    }
    for (int i = 0; i < codes.size(); i++) {
      unique(geoCodes, codes.get(i), endpoint, listPath + "[" + i + "]", codes.get(i));
    }
  }

  private <K> void unique(
      Map<K, String> seen, K key, Endpoint endpoint, String path, Object value) {
    if (findings.faulty(path)) {
      return;
    }
    String holder = seen.putIfAbsent(key, endpoint.name());
    if (holder != null) {
      findings.add(path, value, "must be unique in the profile; " + holder + " has it too");
    }
  }

  private void add(String path, Object value, String message) {
    if (!findings.faulty(path)) {
      findings.add(path, value, message);
    }
  }
}

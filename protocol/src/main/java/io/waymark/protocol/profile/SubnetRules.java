package io.waymark.protocol.profile;

import io.waymark.protocol.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the {@code subnets} of a profile's endpoints must be to each other. */
final class SubnetRules {
  private record Claim(SubnetRange range, Endpoint endpoint, String path) {}

  private SubnetRules() {}

  static void check(Profile profile, Findings findings) {
    List<Claim> claims = new ArrayList<>();
    Endpoint fallback = null;
    for (int i = 0; i < profile.endpoints().size(); i++) {
      Endpoint endpoint = profile.endpoints().get(i);
      String path = "endpoints[" + i + "].subnets";
      if (findings.faulty(path)) {
        continue;
      }
      for (int j = 0; j < endpoint.subnets().size(); j++) {
        String rangePath = path + "[" + j + "]";
        claims.add(new Claim(endpoint.subnets().get(j), endpoint, rangePath));
      }
      if (profile.trafficRoutingMethod() == RoutingMethod.SUBNET && endpoint.subnets().isEmpty()) {
        if (fallback != null) {
          findings.add(
              path,
              "",
              "must not be empty, as "
                  + fallback.name()
                  + " is the endpoint for all other addresses already");
        }
        fallback = fallback == null ? endpoint : fallback;
      }
    }
    disjoint(claims, findings);
  }

  /**
   * Of ranges that overlap, the first in the document stays; a later one is wrong, and takes
   * nothing from those behind it.
   */
  private static void disjoint(List<Claim> claims, Findings findings) {
    TreeMap<IpAddress, Claim> kept = new TreeMap<>();
    for (Claim claim : claims) {
      // The ranges kept are disjoint: of those that start before this one ends, the last ends last.
      Map.Entry<IpAddress, Claim> before = kept.floorEntry(claim.range().end());
      if (before != null && before.getValue().range().end().compareTo(claim.range().first()) >= 0) {
        Claim earlier = before.getValue();
        findings.add(
            claim.path(),
            claim.range(),
            "must not overlap " + earlier.range() + " of " + earlier.endpoint().name());
      } else {
        kept.put(claim.range().first(), claim);
      }
    }
  }
}

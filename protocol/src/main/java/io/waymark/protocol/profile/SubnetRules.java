package io.waymark.protocol.profile;

import io.waymark.protocol.net.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the {@code subnets} of a profile's endpoints must be to each other. */
final class SubnetRules {
  private record Claim(int order, SubnetRange range, Endpoint endpoint, String path) {}

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
        claims.add(new Claim(claims.size(), endpoint.subnets().get(j), endpoint, rangePath));
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
   * In order of their starts, ranges overlap only if one starts before an earlier one has ended.
   */
  private static void disjoint(List<Claim> claims, Findings findings) {
    claims.sort(Comparator.comparing(claim -> claim.range().first()));
    @Nullable Claim reachesFarthest = null;
    for (Claim claim : claims) {
      if (reachesFarthest == null) {
        reachesFarthest = claim;
        continue;
      }
      IpAddress end = reachesFarthest.range().end();
      if (claim.range().first().compareTo(end) <= 0) {
        boolean inOrder = claim.order() > reachesFarthest.order();
        Claim later = inOrder ? claim : reachesFarthest;
        Claim earlier = inOrder ? reachesFarthest : claim;
        findings.add(
            later.path(),
            later.range(),
            "must not overlap " + earlier.range() + " of " + earlier.endpoint().name());
      }
      if (claim.range().end().compareTo(end) > 0) {
        reachesFarthest = claim;
      }
    }
  }
}

package io.waymark.protocol.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What is accepted in a profile and yet is rarely meant: clients that would get no answer. */
public final class Advice {
  private Advice() {}

  /** What to look at again; empty for most profiles. A disabled endpoint counts as missing. */
  public static List<Violation> on(Profile profile) {
    return switch (profile.trafficRoutingMethod()) {
      case GEOGRAPHIC -> geographic(profile.endpoints());
      case SUBNET -> subnet(profile.endpoints());
      case PERFORMANCE, PRIORITY, WEIGHTED, MULTI_VALUE -> List.of();
    };
  }

  private static List<Violation> geographic(List<Endpoint> endpoints) {
    List<Violation> advice = new ArrayList<>();
    for (int i = 0; i < endpoints.size(); i++) {
      if (endpoints.get(i).enabled() && !endpoints.get(i).nested()) {
        advice.add(
            new Violation(
                "endpoints[" + i + "].type",
                endpoints.get(i).type().toString(),
                "should be Nested: Geographic looks at no health, so this endpoint's clients have"
                    + " no other while it fails"));
      }
    }
    if (leavesOut(endpoints, one -> one.geoMapping().contains(GeoCodes.WORLD))) {
      advice.add(
          new Violation(
              "endpoints",
              "",
              "should have an enabled one with WORLD in its geoMapping: clients of all other places"
                  + " get no data"));
    }
    return advice;
  }

  private static List<Violation> subnet(List<Endpoint> endpoints) {
    return leavesOut(endpoints, one -> one.subnets().isEmpty())
        ? List.of(
            new Violation(
                "endpoints",
                "",
                "should have an enabled one without subnets: clients that no range holds get no"
                    + " data"))
        : List.of();
  }

  /** Whether some endpoints are in use, and none of them is there for the rest of the clients. */
  private static boolean leavesOut(List<Endpoint> endpoints, Predicate<Endpoint> forTheRest) {
    return endpoints.stream().anyMatch(Endpoint::enabled)
        && endpoints.stream().filter(Endpoint::enabled).noneMatch(forTheRest);
  }
}

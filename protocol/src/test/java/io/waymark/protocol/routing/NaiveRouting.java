package io.waymark.protocol.routing;

import io.waymark.protocol.health.EndpointMonitorStatus;
import io.waymark.protocol.health.Statuses;
import io.waymark.protocol.location.LocationIndex;
import io.waymark.protocol.net.Client;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.GeoCodes;
import io.waymark.protocol.profile.OnAllDown;
import io.waymark.protocol.profile.Policy;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.RoutingMethod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules once more, step by step for one client, in the plainest words: every endpoint that may
 * be answered, or the name of an empty outcome. Where chance or a hash decides, all that it may
 * choose.
 */
final class NaiveRouting {
  private final Statuses statuses;
  private final LocationIndex index;

  NaiveRouting(Statuses statuses, LocationIndex index) {
    this.statuses = statuses;
    this.index = index;
  }

  Set<String> answers(Profile profile, Client client) {
    return answers(profile, client, true);
  }

  private Set<String> answers(Profile profile, Client client, boolean asked) {
    List<Endpoint> enabled = profile.endpoints().stream().filter(Endpoint::enabled).toList();
    if (!profile.enabled() || enabled.isEmpty()) {
      return Set.of(asked ? "NXDOMAIN" : "NODATA");
    }
    if (profile.trafficRoutingMethod() == RoutingMethod.GEOGRAPHIC) {
      Endpoint ranged = inRange(enabled, client.address());
      Endpoint chosen = ranged != null ? ranged : geographic(enabled, client.address());
      return chosen == null || status(profile, chosen) == EndpointMonitorStatus.STOPPED
          ? Set.of("NODATA")
          : behind(profile, List.of(chosen), client);
    }
    List<Endpoint> healthy = new ArrayList<>();
    List<Endpoint> degraded = new ArrayList<>();
    for (Endpoint endpoint : enabled) {
      switch (status(profile, endpoint)) {
        case ONLINE, CHECKING_ENDPOINT, UNMONITORED -> healthy.add(endpoint);
        case DEGRADED -> degraded.add(endpoint);
        case STOPPED, DISABLED, INACTIVE -> {}
      }
    }
    if (healthy.isEmpty() && degraded.isEmpty()) {
      return Set.of("NODATA");
    }
    if (healthy.isEmpty() && profile.onAllDown() != OnAllDown.ALL) {
      return Set.of(profile.onAllDown() == OnAllDown.NODATA ? "NODATA" : "SERVFAIL");
    }
    List<Endpoint> eligible = healthy.isEmpty() ? degraded : healthy;
    return switch (profile.trafficRoutingMethod()) {
      case PRIORITY ->
          behind(
              profile,
              List.of(eligible.stream().min(Comparator.comparingInt(Endpoint::priority)).get()),
              client);
      case WEIGHTED -> behind(profile, eligible, client);
      case MULTI_VALUE -> {
        List<Endpoint> v4 =
            eligible.stream().filter(endpoint -> !endpoint.target().contains(":")).toList();
        yield v4.isEmpty() ? Set.of("NODATA") : behind(profile, v4, client);
      }
      case SUBNET -> {
        Endpoint ranged = inRange(enabled, client.address());
        if (ranged != null && eligible.contains(ranged)) {
          yield behind(profile, List.of(ranged), client);
        }
        List<Endpoint> others =
            eligible.stream().filter(endpoint -> endpoint.subnets().isEmpty()).toList();
        yield others.isEmpty() ? Set.of("NODATA") : behind(profile, others, client);
      }
      case PERFORMANCE -> {
        Endpoint ranged = inRange(enabled, client.address());
        yield ranged != null && eligible.contains(ranged)
            ? behind(profile, List.of(ranged), client)
            : behind(profile, nearest(eligible, client.address()), client);
      }
      case GEOGRAPHIC -> throw new IllegalStateException();
    };
  }

  private EndpointMonitorStatus status(Profile profile, Endpoint endpoint) {
    return statuses.of(profile, endpoint);
  }

  private static @Nullable Endpoint inRange(List<Endpoint> endpoints, IpAddress client) {
    return endpoints.stream()
        .filter(endpoint -> endpoint.subnets().stream().anyMatch(one -> one.contains(client)))
        .findFirst()
        .orElse(null);
  }

  private @Nullable Endpoint geographic(List<Endpoint> endpoints, IpAddress client) {
    for (String code : GeoCodes.climb(index.locate(client).code())) {
      for (Endpoint endpoint : endpoints) {
        if (endpoint.geoMapping().contains(code)) {
          return endpoint;
        }
      }
    }
    return null;
  }

  private List<Endpoint> nearest(List<Endpoint> endpoints, IpAddress client) {
    for (LocationIndex.Seen seen : index.nearest(index.locate(client).performanceClass())) {
      List<Endpoint> there =
          endpoints.stream().filter(one -> region(one).equals(seen.region().key())).toList();
      if (!there.isEmpty()) {
        return there;
      }
    }
    Set<String> unknown = new HashSet<>();
    endpoints.forEach(one -> unknown.add(region(one)));
    String first = unknown.stream().min(Comparator.naturalOrder()).get();
    return endpoints.stream().filter(one -> region(one).equals(first)).toList();
  }

  private static String region(Endpoint endpoint) {
    String location = endpoint.endpointLocation();
    return location == null ? "" : Policy.regionKey(location);
  }

  private Set<String> behind(Profile profile, List<Endpoint> chosen, Client client) {
    Set<String> answers = new HashSet<>();
    for (Endpoint endpoint : chosen) {
      Profile child = statuses.child(endpoint);
      if (child == null) {
        answers.add(profile.name() + "/" + endpoint.name());
      } else {
        answers.addAll(answers(child, client, false));
      }
    }
    return answers;
  }
}

package io.waymark.protocol.health;

import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.Profile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The statuses that follow from the operator's switches, the verdicts and, for a nested endpoint,
 * its child's endpoints. Total: a missing child counts as Stopped, and so does an endpoint that
 * closes a nesting loop or lies deeper than {@link #DEPTH_MAX} profiles.
 *
 * <p>Each call is one evaluation of the profiles and verdicts as they are then. It walks depth
 * first, in the order of the endpoints, from the profile it is asked about. What it finds for a
 * profile at some depth holds for the rest of that evaluation, so its cost is at most the number of
 * endpoints below the profile times the depth, however many paths lead to them.
 */
public final class Statuses {
  /** Profiles on one path from a queried profile to a leaf. */
  public static final int DEPTH_MAX = 10;

  private final Function<String, @Nullable Profile> profiles;
  private final Function<EndpointId, Verdict> verdicts;

  /**
   * @param profiles a profile by its name in lower case; null when there is none
   * @param verdicts what is believed of a probed endpoint; {@link Verdict#CHECKING} when nothing is
   */
  public Statuses(
      Function<String, @Nullable Profile> profiles, Function<EndpointId, Verdict> verdicts) {
    this.profiles = profiles;
    this.verdicts = verdicts;
  }

  /** The first row of the endpoint status table that matches. */
  public EndpointMonitorStatus of(Profile profile, Endpoint endpoint) {
    return new Evaluation(profile).of(profile, endpoint);
  }

  /** The first row of the profile status table that matches. */
  public ProfileMonitorStatus of(Profile profile) {
    return new Evaluation(profile).count(profile).status();
  }

  /** The child a nested endpoint names; null when there is no such profile. */
  public @Nullable Profile child(Endpoint endpoint) {
    return endpoint.nested() ? profiles.apply(key(endpoint.target())) : null;
  }

  private static String key(String profileName) {
    return profileName.toLowerCase(Locale.ROOT);
  }

  /** One walk from one profile. */
  private final class Evaluation {
    /** A profile as reached through so many others. */
    private record Place(String profile, int depth) {}

    private final Map<Place, StatusCount> known = new HashMap<>();

    /** The profiles from the root to the one being looked at. */
    private final Set<String> path = new HashSet<>();

    Evaluation(Profile root) {
      path.add(key(root.name()));
    }

    EndpointMonitorStatus of(Profile profile, Endpoint endpoint) {
      if (!endpoint.enabled()) {
        return EndpointMonitorStatus.DISABLED;
      }
      if (!profile.enabled()) {
        return EndpointMonitorStatus.INACTIVE;
      }
      // Before Always Serve, which has no meaning for a child that may have nothing to serve.
      if (endpoint.nested()) {
        return ofNested(endpoint);
      }
      if (endpoint.alwaysServe()) {
        return EndpointMonitorStatus.UNMONITORED;
      }
      return switch (verdicts.apply(EndpointId.of(profile, endpoint)).state()) {
        case CHECKING -> EndpointMonitorStatus.CHECKING_ENDPOINT;
        case UP -> EndpointMonitorStatus.ONLINE;
        case DOWN -> EndpointMonitorStatus.DEGRADED;
      };
    }

    private EndpointMonitorStatus ofNested(Endpoint endpoint) {
      Profile child = child(endpoint);
      if (child == null) {
        return EndpointMonitorStatus.STOPPED;
      }
      String name = key(child.name());
      if (path.size() >= DEPTH_MAX || path.contains(name)) {
        return EndpointMonitorStatus.STOPPED;
      }
      Place place = new Place(name, path.size());
      StatusCount count = known.get(place);
      if (count == null) {
        path.add(name);
        count = count(child);
        path.remove(name);
        known.put(place, count);
      }
      return count.nestedStatus(endpoint);
    }

    StatusCount count(Profile profile) {
      StatusCount count = new StatusCount(profile.enabled());
      for (Endpoint endpoint : profile.endpoints()) {
        count.add(endpoint, of(profile, endpoint));
      }
      return count;
    }
  }
}

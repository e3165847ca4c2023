package io.waymark.protocol.health;

import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.Profile;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The statuses that follow from the operator's switches, the verdicts and, for a nested endpoint,
 * its child's endpoints. Total: a missing child counts as Stopped, and so does an endpoint that
 * closes a nesting loop or lies deeper than {@link #DEPTH_MAX} profiles.
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
    if (!endpoint.enabled()) {
      return EndpointMonitorStatus.DISABLED;
    }
    if (!profile.enabled()) {
      return EndpointMonitorStatus.INACTIVE;
    }
    if (endpoint.alwaysServe()) {
      return EndpointMonitorStatus.UNMONITORED;
    }
    if (endpoint.nested()) {
      return EndpointMonitorStatus.STOPPED;
    }
    return switch (verdicts.apply(EndpointId.of(profile, endpoint)).state()) {
      case CHECKING -> EndpointMonitorStatus.CHECKING_ENDPOINT;
      case UP -> EndpointMonitorStatus.ONLINE;
      case DOWN -> EndpointMonitorStatus.DEGRADED;
    };
  }

  /** The child a nested endpoint names; null when there is no such profile. */
  public @Nullable Profile child(Endpoint endpoint) {
    return endpoint.nested()
        ? profiles.apply(endpoint.target().toLowerCase(java.util.Locale.ROOT))
        : null;
  }
}

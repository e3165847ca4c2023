package io.waymark.protocol.health;

import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.profile.Endpoint;

/** How many of one profile's endpoints are in which status, and what follows for its parents. */
final class StatusCount {
  private final boolean profileEnabled;
  private final Tally online = new Tally();
  // Online or CheckingEndpoint: those that get traffic.
  private final Tally available = new Tally();
  private int degraded;

  StatusCount(boolean profileEnabled) {
    this.profileEnabled = profileEnabled;
  }

  /** Endpoints, and those of them whose target is an address of either family. */
  private static final class Tally {
    private int all;
    private int v4;
    private int v6;

    void add(Endpoint endpoint) {
      all++;
      IpAddress address = endpoint.targetAddress();
      if (address != null && address.v6()) {
        v6++;
      } else if (address != null) {
        v4++;
      }
    }

    boolean reaches(Endpoint minimum) {
      return all >= minimum.minChildEndpoints()
          && v4 >= minimum.minChildEndpointsIPv4()
          && v6 >= minimum.minChildEndpointsIPv6();
    }
  }

  void add(Endpoint endpoint, EndpointMonitorStatus status) {
    switch (status) {
      // An endpoint that is always served counts as Online.
      case ONLINE, UNMONITORED -> {
        online.add(endpoint);
        available.add(endpoint);
      }
      case CHECKING_ENDPOINT -> available.add(endpoint);
      case DEGRADED -> degraded++;
      case DISABLED, INACTIVE, STOPPED -> {}
    }
  }

  ProfileMonitorStatus status() {
    if (!profileEnabled) {
      return ProfileMonitorStatus.DISABLED;
    }
    if (degraded > 0) {
      return ProfileMonitorStatus.DEGRADED;
    }
    if (online.all > 0) {
      return ProfileMonitorStatus.ONLINE;
    }
    return available.all > 0
        ? ProfileMonitorStatus.CHECKING_ENDPOINTS
        : ProfileMonitorStatus.INACTIVE;
  }

  /** The status of an enabled endpoint that nests this profile. */
  EndpointMonitorStatus nestedStatus(Endpoint nesting) {
    return switch (status()) {
      case DISABLED, INACTIVE -> EndpointMonitorStatus.STOPPED;
      case DEGRADED, ONLINE, CHECKING_ENDPOINTS -> {
        if (online.reaches(nesting)) {
          yield EndpointMonitorStatus.ONLINE;
        }
        yield available.reaches(nesting)
            ? EndpointMonitorStatus.CHECKING_ENDPOINT
            : EndpointMonitorStatus.DEGRADED;
      }
    };
  }
}

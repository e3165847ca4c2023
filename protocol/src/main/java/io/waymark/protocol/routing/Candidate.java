package io.waymark.protocol.routing;

import io.waymark.protocol.health.EndpointMonitorStatus;
import io.waymark.protocol.profile.Endpoint;

/** An endpoint that a profile's method may choose, and the status it has. */
record Candidate(Endpoint endpoint, EndpointMonitorStatus status) {}

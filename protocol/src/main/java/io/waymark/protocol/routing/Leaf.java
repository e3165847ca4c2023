package io.waymark.protocol.routing;

import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.Profile;

/** An endpoint that an answer can end at, and the profile it belongs to. */
public record Leaf(Profile profile, Endpoint endpoint) {}

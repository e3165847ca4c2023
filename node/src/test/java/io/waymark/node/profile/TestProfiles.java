package io.waymark.node.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.protocol.profile.Defaults;
import io.waymark.protocol.profile.Parsed;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.ProfileDocument;

/** Makes profiles in the zone {@code tm.example}. */
final class TestProfiles {
  private TestProfiles() {}

  /** A profile without endpoints. */
  static Profile weighted(String name, int ttl) {
    return parse(
        "{\"name\": \"%s\", \"trafficRoutingMethod\": \"Weighted\", \"dnsConfig\": {\"ttl\": %d}}"
            .formatted(name, ttl));
  }

  /** A profile that nests these. */
  static Profile nesting(String name, String... children) {
    StringBuilder endpoints = new StringBuilder();
    for (String child : children) {
      endpoints
          .append(endpoints.isEmpty() ? "" : ", ")
          .append(
              "{\"name\": \"%s\", \"type\": \"Nested\", \"target\": \"%s\"}"
                  .formatted(child, child));
    }
    return parse(
        "{\"name\": \"%s\", \"trafficRoutingMethod\": \"Priority\", \"endpoints\": [%s]}"
            .formatted(name, endpoints));
  }

  static Profile parse(String document) {
    try {
      Parsed parsed =
          ProfileDocument.parse(
              new ObjectMapper().readTree(document), new Defaults(null, "tm.example"));
      return switch (parsed) {
        case Parsed.Valid(Profile profile) -> profile;
        case Parsed.Invalid(var violations) -> throw new AssertionError(violations);
      };
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}

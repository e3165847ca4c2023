package io.waymark.protocol.profile;

/**
 * An endpoint of a profile, by their names, both in the lower case of {@link
 * java.util.Locale#ROOT}.
 */
public record EndpointId(String profile, String endpoint) {
  public EndpointId {
    profile = Profile.key(profile);
    endpoint = Endpoint.key(endpoint);
  }

  public static EndpointId of(Profile profile, Endpoint endpoint) {
    return new EndpointId(profile.name(), endpoint.name());
  }

  @Override
  public String toString() {
    return profile + "/" + endpoint;
  }
}

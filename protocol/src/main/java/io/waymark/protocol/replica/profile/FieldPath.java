package io.waymark.protocol.replica.profile;

import org.jspecify.annotations.Nullable;

/**
 * Where a field of a profile lies in its entity: {@code dnsConfig.ttl}, {@code endpoints/eu} for
 * the existence of an endpoint, {@code endpoints/eu/weight} for one of its fields. Endpoint names
 * hold no slash.
 *
 * @param endpointKey the endpoint's name in lower case; null for a field of the profile itself
 * @param field empty for an endpoint's existence
 */
record FieldPath(@Nullable String endpointKey, String field) {
  private static final String ENDPOINTS = "endpoints/";

  /** When the profile came to be; nobody ever writes it again. */
  static final String CREATED = "created";

  /** Where an endpoint stands among the others; see {@link EndpointOrder}. */
  static final String ORDER = "order";

  static FieldPath parse(String path) {
    if (!path.startsWith(ENDPOINTS)) {
      return new FieldPath(null, path);
    }
    int slash = path.indexOf('/', ENDPOINTS.length());
    return slash < 0
        ? new FieldPath(path.substring(ENDPOINTS.length()), "")
        : new FieldPath(path.substring(ENDPOINTS.length(), slash), path.substring(slash + 1));
  }

  static String endpoint(String key) {
    return ENDPOINTS + key;
  }

  static String endpoint(String key, String field) {
    return ENDPOINTS + key + "/" + field;
  }

  @Override
  public String toString() {
    if (endpointKey == null) {
      return field;
    }
    return field.isEmpty() ? endpoint(endpointKey) : endpoint(endpointKey, field);
  }
}

package io.waymark.protocol.profile;

/** HTTP status codes that count as success, both ends included, in {@code [100, 999]}. */
public record StatusCodeRange(int min, int max) {
  public boolean contains(int status) {
    return min <= status && status <= max;
  }
}

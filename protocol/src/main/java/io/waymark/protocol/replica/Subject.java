package io.waymark.protocol.replica;

import java.nio.charset.StandardCharsets;

/**
 * What is probed, as 64 bits: an endpoint with the settings it is probed by, so that a vote cast
 * under other settings is never taken for one about these.
 */
public final class Subject {
  private Subject() {}

  /**
   * The first 8 bytes of the SHA-256 of the three, each with its length before it.
   *
   * @param profileKey the profile's name in lower case
   * @param endpointKey the endpoint's name in lower case
   * @param settings canonical bytes of everything a probe's outcome depends on
   */
  public static long of(String profileKey, String endpointKey, byte[] settings) {
    ByteWriter parts = new ByteWriter();
    parts.bytes(profileKey.getBytes(StandardCharsets.UTF_8));
    parts.bytes(endpointKey.getBytes(StandardCharsets.UTF_8));
    parts.bytes(settings);
    return StableHash.of(parts.toArray());
  }
}

package io.waymark.protocol.routing;

import io.waymark.protocol.location.LocationIndex;
import io.waymark.protocol.net.Prefix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a step saw of one client, told for people.
 *
 * @param rule how it came to its choice, in a few words
 * @param row the prefix of the row or range that decided; null when none holds the client
 * @param considered what it looked at, in order: places from the narrowest to the one that is
 *     mapped, or regions from the nearest
 */
public record ClientView(String rule, @Nullable Prefix row, List<Considered> considered) {

  /**
   * A place or a region.
   *
   * @param name of the code or the region
   * @param endpoints of the profile that could be chosen for it
   * @param latencyMicros or {@link LocationIndex#UNKNOWN}
   * @param kilometres or {@link LocationIndex#UNKNOWN}
   */
  public record Considered(String name, List<String> endpoints, int latencyMicros, int kilometres) {
    static Considered place(String code, List<String> endpoints) {
      return new Considered(code, endpoints, LocationIndex.UNKNOWN, LocationIndex.UNKNOWN);
    }
  }
}

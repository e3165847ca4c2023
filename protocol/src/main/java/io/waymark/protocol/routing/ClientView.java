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
 * @param rows every row or range that holds the client, of each kind that was looked at
 * @param considered what it looked at, in order: places from the narrowest to the one that is
 *     mapped, or regions from the nearest
 */
public record ClientView(
    String rule, @Nullable Prefix row, List<Row> rows, List<Considered> considered) {

  /**
   * What is said of a prefix that holds the client.
   *
   * @param of where it is said: {@code range}, {@code database} or {@code latency table}
   */
  public record Row(String of, Prefix prefix) {
    static final String DATABASE = "database";
    static final String LATENCY_TABLE = "latency table";
    static final String RANGE = "range";

    static List<Row> of(String of, @Nullable Prefix prefix) {
      return prefix == null ? List.of() : List.of(new Row(of, prefix));
    }
  }

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

package io.waymark.node.admin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the route of a request. */
final class Router {
  /** What was found. */
  sealed interface Match {}

  /**
   * @param path the decoded segment of each of the pattern's names
   */
  record Found(Route route, Map<String, String> path) implements Match {}

  /** No route has this path. */
  record NoSuchPath() implements Match {}

  /** Routes have this path, with other methods. */
  record OtherMethods(Set<String> allowed) implements Match {}

  private final List<Route> routes;

  Router(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  /**
   * @param path percent-encoded, as on the wire
   */
  Match find(String method, String path) {
    List<String> segments = new ArrayList<>();
    for (String segment : path.substring(Math.min(1, path.length())).split("/", -1)) {
      // URLDecoder is for forms, where a plus is a space; in a path it is a plus.
      segments.add(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
    }
    Set<String> allowed = new TreeSet<>();
    for (Route route : routes) {
      Map<String, String> values = match(route.segments(), segments);
      if (values != null) {
        if (route.method().equals(method)) {
          return new Found(route, values);
        }
        allowed.add(route.method());
      }
    }
    return allowed.isEmpty() ? new NoSuchPath() : new OtherMethods(allowed);
  }

  private static @Nullable Map<String, String> match(List<String> pattern, List<String> segments) {
    if (pattern.size() != segments.size()) {
      return null;
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < pattern.size(); i++) {
      String expected = pattern.get(i);
      String segment = segments.get(i);
      if (expected.startsWith("{")) {
        if (segment.isEmpty()) {
          return null;
        }
        values.put(expected.substring(1, expected.length() - 1), segment);
      } else if (!expected.equals(segment)) {
        return null;
      }
    }
    return values;
  }
}

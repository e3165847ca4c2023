package io.waymark.protocol.replica.profile;

import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.replica.Bytes;
import io.waymark.protocol.replica.Entity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The order of a profile's endpoints, as a number beside each. Endpoints lie in the order of their
 * numbers, then of their keys. Numbers lie far apart, so that a new endpoint seldom moves others.
 */
final class EndpointOrder {
  private static final long APART = 1024;
  private static final int DIGITS_MAX = 15;
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");

  private record Place(String key, long hint) {
    static final Comparator<Place> ORDER =
        Comparator.comparingLong(Place::hint).thenComparing(Place::key);
  }

  private EndpointOrder() {}

  /** Puts endpoints in order. */
  static List<Endpoint> sorted(List<Endpoint> endpoints, Entity entity) {
    return endpoints.stream()
        .sorted(
            Comparator.comparing(
                endpoint -> place(Endpoint.key(endpoint.name()), entity), Place.ORDER))
        .toList();
  }

  /**
   * The numbers to write, by path, so that the profile's endpoints keep their order.
   *
   * @param existing keys of the endpoints that have a number which holds
   */
  static Map<String, Long> hints(
      Entity entity,
      Set<String> existing,
      Profile profile,
      Predicate<String> settles,
      Set<String> open) {
    List<String> keys =
        profile.endpoints().stream().map(endpoint -> Endpoint.key(endpoint.name())).toList();
    List<Place> old =
        keys.stream().filter(existing::contains).map(key -> place(key, entity)).toList();
    Map<String, Long> wanted = new TreeMap<>();
    if (!ascending(old) || !fill(keys, existing, entity, wanted)) {
      wanted.clear();
      for (int i = 0; i < keys.size(); i++) {
        wanted.put(keys.get(i), (i + 1) * APART);
      }
    }
    Map<String, Long> hints = new TreeMap<>();
    wanted.forEach((key, hint) -> {
      String path = FieldPath.endpoint(key, FieldPath.ORDER);
      boolean settled = open.contains(path) && settles.test(path);
      if (!existing.contains(key) || hint != place(key, entity).hint() || settled) {
        hints.put(path, hint);
      }
    });
    return hints;
  }

  private static boolean ascending(List<Place> places) {
    for (int i = 1; i < places.size(); i++) {
      if (Place.ORDER.compare(places.get(i - 1), places.get(i)) >= 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Keeps the numbers there are, and spreads those of new endpoints between them.
   *
   * @return whether there was room
   */
  private static boolean fill(
      List<String> keys, Set<String> existing, Entity entity, Map<String, Long> wanted) {
    List<String> waiting = new ArrayList<>();
    long before = 0;
    for (String key : keys) {
      if (!existing.contains(key)) {
        waiting.add(key);
        continue;
      }
      long hint = place(key, entity).hint();
      long step = (hint - before) / (waiting.size() + 1);
      if (!waiting.isEmpty() && step < 1) {
        return false;
      }
      for (String next : waiting) {
        before += step;
        wanted.put(next, before);
      }
      waiting.clear();
      wanted.put(key, hint);
      before = hint;
    }
    for (String next : waiting) {
      before += APART;
      wanted.put(next, before);
    }
    return true;
  }

  /** What is no number counts as 0. */
  private static Place place(String key, Entity entity) {
    Bytes value = entity.value(FieldPath.endpoint(key, FieldPath.ORDER));
    String text = value == null ? "" : value.text();
    boolean number = text.length() <= DIGITS_MAX && WHOLE.matcher(text).matches();
    return new Place(key, number ? Long.parseLong(text) : 0);
  }
}

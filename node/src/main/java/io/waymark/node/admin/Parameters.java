package io.waymark.node.admin;

import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.profile.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of one request. Reading them collects what is wrong; {@link #check} refuses
 * it all at once.
 */
final class Parameters {
  static final String NOT_RIGHT = "the query parameters are not right";

  private final Map<String, List<String>> given;
  private final List<Violation> violations = new ArrayList<>();

  Parameters(Map<String, List<String>> given, Set<String> known) {
    this.given = given;
    given.forEach((name, values) -> {
      if (!known.contains(name)) {
        violations.add(
            new Violation(
                name,
                values.getFirst(),
                known.isEmpty()
                    ? "is unknown; this call takes no parameters"
                    : "is unknown; known are "
                        + String.join(", ", known.stream().sorted().toList())));
      } else if (values.size() > 1) {
        violations.add(new Violation(name, String.join(",", values), "must be given once"));
      }
    });
  }

  /** As given; the fallback when it is not. */
  String text(String name, String fallback) {
    return read(name, fallback, "", value -> value);
  }

  /** As given; a violation when it is missing or empty. */
  String required(String name) {
    String value = text(name, "");
    if (value.isEmpty()) {
      violations.add(new Violation(name, "", "must be given"));
    }
    return value;
  }

  /** {@code true} or {@code false}; false when it is missing. */
  boolean flag(String name) {
    return read(
        name,
        false,
        "must be true or false",
        value ->
            value.equals("true") ? Boolean.TRUE : value.equals("false") ? Boolean.FALSE : null);
  }

  /** A whole number. */
  int number(String name, int fallback, int min, int max) {
    return read(
        name,
        fallback,
        "must be a whole number, " + min + " to " + max,
        value -> {
          try {
            int number = Integer.parseInt(value);
            return min <= number && number <= max ? number : null;
          } catch (NumberFormatException e) {
            return null;
          }
        });
  }

  /** One of these words; the first when it is missing. */
  String choice(String name, List<String> words) {
    return read(
        name,
        words.getFirst(),
        "must be one of " + String.join(", ", words),
        value -> words.contains(value) ? value : null);
  }

  /** An IP address. */
  IpAddress address(String name, IpAddress fallback) {
    return read(name, fallback, "must be an IPv4 or IPv6 address", IpAddress::parseOrNull);
  }

  /**
   * To be called once all are read.
   *
   * @throws ProblemException 400 when anything was wrong
   */
  void check() {
    if (!violations.isEmpty()) {
      throw new ProblemException(400, NOT_RIGHT, violations);
    }
  }

  private <T> T read(
      String name, T fallback, String accepted, Function<String, @Nullable T> reader) {
    List<String> values = given.get(name);
    if (values == null) {
      return fallback;
    }
    T value = reader.apply(values.getFirst());
    if (value == null) {
      violations.add(new Violation(name, values.getFirst(), accepted));
      return fallback;
    }
    return value;
  }
}

package io.waymark.protocol.profile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What has been found wrong with one document so far, and where. */
public final class Findings {
  /** More than this many are not listed one by one. */
  static final int VIOLATIONS_MAX = 1000;

  private final List<Violation> violations = new ArrayList<>();
  private final Set<String> faultyPaths = new HashSet<>();
  private final Set<String> pathsAboveFaults = new HashSet<>();

  public void add(String path, Object value, String message) {
    boolean text = value instanceof JsonNode node && node.isTextual();
    String shown = text ? ((JsonNode) value).textValue() : value.toString();
    add(new Violation(path, shown, message));
  }

  void add(Violation violation) {
    String path = violation.path();
    faultyPaths.add(path);
    for (int end = path.length(); end > 0; end = parentEnd(path, end)) {
      pathsAboveFaults.add(path.substring(0, end));
    }
    if (violations.size() < VIOLATIONS_MAX) {
      violations.add(violation);
    } else if (violations.size() == VIOLATIONS_MAX) {
      violations.add(new Violation("", "", "has more faults than are listed here"));
    }
  }

  /**
   * Whether something is wrong at this path, below it or above it. What stands there is a
   * placeholder then, and nothing should be concluded from it.
   */
  public boolean faulty(String path) {
    if (pathsAboveFaults.contains(path)) {
      return true;
    }
    for (int end = path.length(); end > 0; end = parentEnd(path, end)) {
      if (faultyPaths.contains(path.substring(0, end))) {
        return true;
      }
    }
    return faultyPaths.contains("");
  }

  private static int parentEnd(String path, int end) {
    return Math.max(path.lastIndexOf('.', end - 1), path.lastIndexOf('[', end - 1));
  }

  public boolean none() {
    return violations.isEmpty();
  }

  public List<Violation> list() {
    return List.copyOf(violations);
  }
}

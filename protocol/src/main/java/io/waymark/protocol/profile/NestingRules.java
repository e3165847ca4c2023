package io.waymark.protocol.profile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a profile's nested endpoints must be among the other profiles. Edits to a child are judged
 * by the trees of its parents too, as every path through the child is looked at.
 */
final class NestingRules {
  /** Most profiles on a path from a profile to a child of its children, both counted. */
  static final int DEPTH_MAX = 10;

  private NestingRules() {}

  static void check(Profile candidate, Neighbours neighbours, List<Violation> found) {
    String self = Profile.key(candidate.name());
    int above = levels(self, name -> keys(neighbours.parentsOf(name)));
    for (int i = 0; i < candidate.endpoints().size(); i++) {
      Endpoint endpoint = candidate.endpoints().get(i);
      if (!endpoint.nested()) {
        continue;
      }
      String path = "endpoints[" + i + "].target";
      String child = Profile.key(endpoint.target());
      if (neighbours.profile(child) == null) {
        found.add(new Violation(path, endpoint.target(), "must name a profile; there is none"));
        continue;
      }
      List<String> loop = wayTo(self, child, neighbours);
      if (!loop.isEmpty()) {
        found.add(
            new Violation(
                path,
                endpoint.target(),
                "must not close a loop: " + self + " > " + String.join(" > ", loop)));
        continue;
      }
      if (above + levels(child, name -> children(neighbours.profile(name))) > DEPTH_MAX) {
        found.add(
            new Violation(
                path,
                endpoint.target(),
                "must not nest more than " + DEPTH_MAX + " profiles in one another"));
      }
    }
  }

  private static List<String> keys(Collection<Profile> profiles) {
    return profiles.stream().map(profile -> Profile.key(profile.name())).toList();
  }

  private static List<String> children(@Nullable Profile profile) {
    List<String> children = new ArrayList<>();
    if (profile != null) {
      for (Endpoint endpoint : profile.endpoints()) {
        if (endpoint.nested()) {
          children.add(Profile.key(endpoint.target()));
        }
      }
    }
    return children;
  }

  /**
   * The names on a way down from {@code from} to {@code goal}, both included; empty if there is
   * none of at most {@link #DEPTH_MAX} steps. Longer loops are too deep anyway.
   */
  private static List<String> wayTo(String goal, String from, Neighbours neighbours) {
    Map<String, String> reachedFrom = new HashMap<>();
    Set<String> seen = new HashSet<>(Set.of(from));
    Set<String> level = Set.of(from);
    for (int step = 0; step <= DEPTH_MAX && !level.isEmpty(); step++) {
      if (level.contains(goal)) {
        Deque<String> way = new ArrayDeque<>();
        for (String at = goal; at != null; at = reachedFrom.get(at)) {
          way.addFirst(at);
        }
        return List.copyOf(way);
      }
      Set<String> next = new LinkedHashSet<>();
      for (String name : level) {
        for (String child : children(neighbours.profile(name))) {
          if (seen.add(child)) {
            reachedFrom.put(child, name);
            next.add(child);
          }
        }
      }
      level = next;
    }
    return List.of();
  }

  /**
   * The profiles on the longest path that starts at one; just more than {@link #DEPTH_MAX} where it
   * is longer, as it is when it runs into a loop.
   */
  private static int levels(String start, Function<String, List<String>> next) {
    Set<String> level = Set.of(start);
    int count = 0;
    while (!level.isEmpty() && count <= DEPTH_MAX) {
      count++;
      Set<String> following = new LinkedHashSet<>();
      level.forEach(name -> following.addAll(next.apply(name)));
      level = following;
    }
    return count;
  }
}

package io.waymark.protocol.health;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a node makes of its own uplink from its canaries: things that are as good as always up, so
 * that all of them failing at once says more about this node than about them.
 *
 * <p>A canary has failed after {@link #FAILURES} failures in a row, and one success makes it good
 * again. The uplink is suspect while every canary has failed; without canaries it never is. A
 * value: every result makes a new one.
 *
 * @param canaries each with how it fares
 */
public record Uplink(SortedMap<String, Canary> canaries) {
  /** Failures in a row that make a canary count as failed. */
  public static final int FAILURES = 2;

  /**
   * How one canary fares.
   *
   * @param failures in a row, in {@code [0, FAILURES]}
   * @param reason of the last result, for people; empty before the first
   */
  public record Canary(int failures, String reason) {
    boolean failed() {
      return failures == FAILURES;
    }
  }

  public Uplink {
    canaries = Collections.unmodifiableSortedMap(new TreeMap<>(canaries));
  }

  /** What is known before any canary has been probed: nothing that would make it suspect. */
  public static Uplink of(Collection<String> canaries) {
    SortedMap<String, Canary> unknown = new TreeMap<>();
    canaries.forEach(canary -> unknown.put(canary, new Canary(0, "")));
    return new Uplink(unknown);
  }

  /**
   * What is known after one more probe of a canary.
   *
   * @throws IllegalArgumentException when it is none of the canaries
   */
  public Uplink after(String canary, ProbeResult result) {
    Canary was = canaries.get(canary);
    if (was == null) {
      throw new IllegalArgumentException(canary + " is none of " + canaries.keySet());
    }
    SortedMap<String, Canary> next = new TreeMap<>(canaries);
    next.put(
        canary,
        switch (result) {
          case ProbeResult.Passed _ -> new Canary(0, "passed");
          case ProbeResult.Failed(String reason) ->
              new Canary(Math.min(was.failures() + 1, FAILURES), reason);
        });
    return new Uplink(next);
  }

  /** Whether this node should not be believed. */
  public boolean suspect() {
    return !canaries.isEmpty() && canaries.values().stream().allMatch(Canary::failed);
  }

  /** Why it is suspect, for people; null while it is not. */
  public @Nullable String suspicion() {
    return suspect()
        ? canaries.entrySet().stream()
            .map(canary -> canary.getKey() + " (" + canary.getValue().reason() + ")")
            .collect(Collectors.joining(", ", "every canary fails: ", ""))
        : null;
  }
}

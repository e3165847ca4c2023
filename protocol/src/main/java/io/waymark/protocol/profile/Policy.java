package io.waymark.protocol.profile;

import io.waymark.protocol.net.Prefix;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an installation accepts in profiles, beyond what makes them well-formed.
 *
 * @param regions names an {@code endpointLocation} may have, compared without case and spaces; null
 *     accepts every name
 * @param targets which targets endpoints may have; null accepts every target
 * @param methods which routing methods can be answered; null accepts every method
 */
public record Policy(
    @Nullable Set<String> regions,
    @Nullable Targets targets,
    @Nullable Set<RoutingMethod> methods) {
  /** Accepts every region, every target and every method. */
  public static final Policy ANY = new Policy(null, null, null);

  /**
   * Which targets are allowed; see {@link TargetRules}.
   *
   * @param denied prefixes refused besides those that always are
   */
  public record Targets(boolean allowLoopback, List<Prefix> denied) {
    public Targets {
      denied = List.copyOf(denied);
    }
  }

  public Policy {
    regions =
        regions == null
            ? null
            : regions.stream().map(Policy::regionKey).collect(Collectors.toUnmodifiableSet());
    methods = methods == null ? null : Set.copyOf(methods);
  }

  /** A region's name as names are compared: lower case, no spaces. */
  public static String regionKey(String region) {
    return region.replace(" ", "").toLowerCase(Locale.ROOT);
  }

  /** Accepts every method. */
  public Policy(@Nullable Set<String> regions, @Nullable Targets targets) {
    this(regions, targets, null);
  }

  /** What is wrong with a method; null when it can be answered. */
  @Nullable String refusal(RoutingMethod method) {
    return methods == null || methods.contains(method)
        ? null
        : "is not served by this version; accepted: "
            + methods.stream()
                .sorted()
                .map(RoutingMethod::toString)
                .collect(Collectors.joining(", "));
  }

  /** Whether an {@code endpointLocation} may have this name. */
  public boolean knows(String region) {
    return regions == null || regions.contains(regionKey(region));
  }

  /** Why a target is refused; null when it is not. */
  @Nullable String refusal(String target) {
    return targets == null
        ? null
        : TargetRules.check(target, targets.allowLoopback(), targets.denied());
  }
}

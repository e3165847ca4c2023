package io.waymark.protocol.replica.profile;

import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.Neighbours;
import io.waymark.protocol.profile.Policy;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.ProfileRules;
import io.waymark.protocol.profile.RoutingMethod;
import io.waymark.protocol.profile.Violation;
import io.waymark.protocol.replica.Entity;
import io.waymark.protocol.replica.Stamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What profiles are to each other after merges: total, and the same on every node for the same
 * profiles.
 *
 * <p>A name that several profiles claim is answered by the one that was created first; of those
 * created at the same time, by the first by key. An endpoint whose child is missing, or that closes
 * a loop or lies too deep, stays where it is, and its status is Stopped.
 */
public final class Claims {
  private static final Pattern ENDPOINT = Pattern.compile("endpoints\\[([0-9]+)]\\.(.+)");

  private Claims() {}

  /**
   * The profile that answers at a name.
   *
   * @param claimants all profiles that have it
   * @param created when the profile of that key was created
   * @return empty when nobody claims it
   */
  public static Optional<Profile> owner(
      Collection<Profile> claimants, Function<String, Stamp> created) {
    return claimants.stream()
        .min(
            Comparator.comparing((Profile profile) -> created.apply(Profile.key(profile.name())))
                .thenComparing(profile -> Profile.key(profile.name())));
  }

  /**
   * What is wrong with a profile among its neighbours; sorted as {@link ProfileRules} finds it. The
   * owner of a name that others claim too has no conflict about it.
   *
   * @param entity that the profile was assembled of
   * @param neighbours all profiles, this one among them, and this node's zones
   */
  public static List<Conflict> conflicts(
      Entity entity, Profile profile, Neighbours neighbours, Function<String, Stamp> created) {
    String fqdn = profile.dnsConfig().fqdn();
    boolean owner =
        owner(neighbours.at(fqdn), created)
            .filter(first -> Profile.key(first.name()).equals(Profile.key(profile.name())))
            .isPresent();
    List<Conflict> conflicts = new ArrayList<>();
    for (Violation violation : ProfileRules.check(profile, neighbours)) {
      Matcher within = ENDPOINT.matcher(violation.path());
      if (within.matches()) {
        Endpoint endpoint = profile.endpoints().get(Integer.parseInt(within.group(1)));
        String path = FieldPath.endpoint(Endpoint.key(endpoint.name()), within.group(2));
        conflicts.add(
            Conflict.about(path, entity, violation.message() + "; the endpoint is Stopped"));
      } else if (!(owner && claimed(violation, profile, neighbours))) {
        conflicts.add(
            Conflict.about(violation.path(), entity, violation.message() + "; not answered here"));
      }
    }
    return conflicts;
  }

  /**
   * Which endpoints of a Performance profile are in no region that is known here, so that they are
   * chosen only where no other can be.
   *
   * @param entity that the profile was assembled of
   */
  public static List<Conflict> unknownRegions(Entity entity, Profile profile, Policy policy) {
    List<Conflict> conflicts = new ArrayList<>();
    if (profile.trafficRoutingMethod() == RoutingMethod.PERFORMANCE) {
      for (Endpoint endpoint : profile.endpoints()) {
        String location = endpoint.endpointLocation();
        if (location != null && !policy.knows(location)) {
          conflicts.add(
              Conflict.about(
                  FieldPath.endpoint(Endpoint.key(endpoint.name()), "endpointLocation"),
                  entity,
                  "must be a region this installation knows; the endpoint is chosen only where no"
                      + " other can be"));
        }
      }
    }
    return conflicts;
  }

  /** Whether the violation can only be about another profile that claims the name. */
  private static boolean claimed(Violation violation, Profile profile, Neighbours neighbours) {
    String fqdn = profile.dnsConfig().fqdn().toLowerCase(Locale.ROOT);
    return violation.kind() == Violation.Kind.CONFLICT
        && !neighbours.zones().contains(fqdn)
        && !neighbours.reservedNames().contains(fqdn);
  }
}

package io.waymark.protocol.profile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What makes a profile acceptable beyond its document's form: by itself, and among its neighbours.
 */
public final class ProfileRules {
  private ProfileRules() {}

  /**
   * What is wrong with a profile by itself, as far as fields contradict each other. {@link
   * ProfileDocument#parse} has checked it already; merged profiles have not been checked.
   */
  public static List<Violation> within(Profile profile) {
    Findings findings = new Findings();
    OwnRules.check(profile, Policy.ANY, findings);
    return findings.list();
  }

  /** What is wrong with a profile among its neighbours, of which it may replace one. */
  public static List<Violation> check(Profile candidate, Neighbours neighbours) {
    return check(List.of(candidate), Set.of(), neighbours)
        .getOrDefault(candidate.name(), List.of());
  }

  /**
   * What is wrong with profiles that change together: each is judged among the others as they will
   * be.
   *
   * @param changed profiles created or replaced
   * @param deleted names of profiles that go at the same time
   * @return violations by profile name, as spelled in the arguments; profiles without are missing
   */
  public static Map<String, List<Violation>> check(
      Collection<Profile> changed, Collection<String> deleted, Neighbours before) {
    Map<String, List<Violation>> wrong = new LinkedHashMap<>();
    Map<String, Profile> byKey = new LinkedHashMap<>();
    for (Profile candidate : changed) {
      if (byKey.putIfAbsent(Profile.key(candidate.name()), candidate) != null) {
        add(wrong, candidate.name(), conflict("name", candidate.name(), "is given more than once"));
      }
    }
    AfterEdit after = new AfterEdit(before, byKey.values(), deleted);
    for (Profile candidate : byKey.values()) {
      List<Violation> found = new ArrayList<>();
      name(candidate, after, found);
      NestingRules.check(candidate, after, found);
      found.forEach(violation -> add(wrong, candidate.name(), violation));
    }
    for (String name : deleted) {
      if (byKey.containsKey(Profile.key(name))) {
        continue;
      }
      // A changed profile that nests it has been found to nest nothing.
      Set<String> parents = names(after.parentsOf(name));
      parents.removeIf(parent -> byKey.containsKey(Profile.key(parent)));
      if (!parents.isEmpty()) {
        add(wrong, name, stillNested(name, parents));
      }
    }
    return wrong;
  }

  /** Why the profile of that name cannot be deleted; empty when it can. */
  public static List<Violation> checkDelete(String name, Neighbours neighbours) {
    return check(List.of(), List.of(name), neighbours).getOrDefault(name, List.of());
  }

  /** Names of the profiles that nest the one of that name, sorted. */
  public static List<String> parentsOf(String name, Neighbours neighbours) {
    return names(neighbours.parentsOf(name)).stream().sorted().toList();
  }

  private static Violation stillNested(String name, Set<String> parents) {
    return conflict("", name, "is still nested by " + String.join(", ", parents));
  }

  private static void name(Profile candidate, Neighbours neighbours, List<Violation> found) {
    DnsConfig dns = candidate.dnsConfig();
    String fqdn = dns.fqdn().toLowerCase(Locale.ROOT);
    String zone = dns.zone().toLowerCase(Locale.ROOT);
    if (!neighbours.zones().contains(zone)) {
      found.add(
          new Violation(
              "dnsConfig.zone",
              dns.zone(),
              "must be a zone served here: "
                  + neighbours.zones().stream().sorted().collect(Collectors.joining(", "))));
      return;
    }
    String path = "dnsConfig.relativeName";
    if (neighbours.zones().contains(fqdn)) {
      found.add(conflict(path, dns.relativeName(), "is taken: " + fqdn + " is a zone"));
      return;
    }
    for (int dot = fqdn.indexOf('.'); dot >= 0; dot = fqdn.indexOf('.', dot + 1)) {
      String closest = fqdn.substring(dot + 1);
      if (neighbours.zones().contains(closest)) {
        if (!closest.equals(zone)) {
          found.add(
              new Violation(
                  "dnsConfig.zone",
                  dns.zone(),
                  "must be " + closest + ", where " + fqdn + " lies"));
        }
        break;
      }
    }
    if (neighbours.reservedNames().contains(fqdn)) {
      found.add(
          conflict(
              path,
              dns.relativeName(),
              "is taken: " + fqdn + " is a name server or static record"));
    }
    for (Profile other : neighbours.at(fqdn)) {
      if (!Profile.key(other.name()).equals(Profile.key(candidate.name()))) {
        found.add(
            conflict(
                path, dns.relativeName(), "is taken: " + fqdn + " belongs to " + other.name()));
      }
    }
  }

  private static Set<String> names(Collection<Profile> profiles) {
    return profiles.stream()
        .map(Profile::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Violation conflict(String path, String value, String message) {
    return new Violation(path, value, message, Violation.Kind.CONFLICT);
  }

  private static void add(Map<String, List<Violation>> wrong, String name, Violation violation) {
    wrong.computeIfAbsent(name, _ -> new ArrayList<>()).add(violation);
  }
}

package io.waymark.protocol.profile;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All profiles, found by name, by the name they answer at, and by the child they nest. A change
 * costs no more than the profile's own endpoints. For one thread.
 */
public final class ProfileIndex implements Neighbours {
  private final Set<String> zones;
  private final Set<String> reservedNames;
  private final TreeMap<String, Profile> byName = new TreeMap<>();
  private final Map<String, Map<String, Profile>> byFqdn = new HashMap<>();
  private final Map<String, Map<String, Profile>> byChild = new HashMap<>();

  /** Without a profile yet. Names are taken without case and trailing dot. */
  public ProfileIndex(Collection<String> zones, Collection<String> reservedNames) {
    this.zones = keys(zones);
    this.reservedNames = keys(reservedNames);
  }

  private static Set<String> keys(Collection<String> names) {
    return names.stream().map(ProfileIndex::nameKey).collect(Collectors.toUnmodifiableSet());
  }

  static String nameKey(String name) {
    return ProfileReader.withoutDot(name).toLowerCase(Locale.ROOT);
  }

  /** Adds the profile, in place of the one of its name. */
  public void put(Profile profile) {
    String key = Profile.key(profile.name());
    remove(key);
    byName.put(key, profile);
    byFqdn
        .computeIfAbsent(nameKey(profile.dnsConfig().fqdn()), _ -> new LinkedHashMap<>())
        .put(key, profile);
    for (Endpoint endpoint : profile.endpoints()) {
      if (endpoint.nested()) {
        byChild
            .computeIfAbsent(Profile.key(endpoint.target()), _ -> new LinkedHashMap<>())
            .put(key, profile);
      }
    }
  }

  /** Takes out the profile of that name, if there is one. */
  public void remove(String name) {
    String key = Profile.key(name);
    Profile profile = byName.remove(key);
    if (profile == null) {
      return;
    }
    drop(byFqdn, nameKey(profile.dnsConfig().fqdn()), key);
    for (Endpoint endpoint : profile.endpoints()) {
      if (endpoint.nested()) {
        drop(byChild, Profile.key(endpoint.target()), key);
      }
    }
  }

  private static void drop(Map<String, Map<String, Profile>> map, String at, String key) {
    map.computeIfPresent(
        at,
        (_, profiles) -> {
          profiles.remove(key);
          return profiles.isEmpty() ? null : profiles;
        });
  }

  /** Every profile, sorted by name in lower case. */
  public Collection<Profile> profiles() {
    return Collections.unmodifiableCollection(byName.values());
  }

  @Override
  public @Nullable Profile profile(String name) {
    return byName.get(Profile.key(name));
  }

  @Override
  public Collection<Profile> at(String fqdn) {
    return byFqdn.getOrDefault(nameKey(fqdn), Map.of()).values();
  }

  @Override
  public Collection<Profile> parentsOf(String name) {
    return byChild.getOrDefault(Profile.key(name), Map.of()).values();
  }

  @Override
  public Set<String> zones() {
    return zones;
  }

  @Override
  public Set<String> reservedNames() {
    return reservedNames;
  }
}

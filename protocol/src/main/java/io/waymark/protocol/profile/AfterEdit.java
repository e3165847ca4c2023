package io.waymark.protocol.profile;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The neighbours as they will be once some profiles have been replaced and some deleted. */
final class AfterEdit implements Neighbours {
  private final Neighbours before;
  private final ProfileIndex changed = new ProfileIndex(List.of(), List.of());

  /** Keys of all profiles of which {@link #before} no longer tells the truth. */
  private final Set<String> stale;

  AfterEdit(Neighbours before, Collection<Profile> changed, Collection<String> deleted) {
    this.before = before;
    changed.forEach(this.changed::put);
    stale =
        Stream.concat(changed.stream().map(Profile::name), deleted.stream())
            .map(Profile::key)
            .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public @Nullable Profile profile(String name) {
    return stale.contains(Profile.key(name)) ? changed.profile(name) : before.profile(name);
  }

  @Override
  public Collection<Profile> at(String fqdn) {
    return merged(before.at(fqdn), changed.at(fqdn));
  }

  @Override
  public Collection<Profile> parentsOf(String name) {
    return merged(before.parentsOf(name), changed.parentsOf(name));
  }

  private Collection<Profile> merged(Collection<Profile> old, Collection<Profile> fresh) {
    Map<String, Profile> merged = new LinkedHashMap<>();
    for (Profile profile : old) {
      if (!stale.contains(Profile.key(profile.name()))) {
        merged.put(Profile.key(profile.name()), profile);
      }
    }
    fresh.forEach(profile -> merged.put(Profile.key(profile.name()), profile));
    return merged.values();
  }

  @Override
  public Set<String> zones() {
    return before.zones();
  }

  @Override
  public Set<String> reservedNames() {
    return before.reservedNames();
  }
}

package io.waymark.node.routing;

import io.waymark.node.dns.AnswerTable;
import io.waymark.node.dns.Entry;
import io.waymark.node.dns.ProfileEntry;
import io.waymark.node.dns.Zone;
import io.waymark.node.dns.Zones;
import io.waymark.protocol.dns.WireName;
import io.waymark.protocol.health.Statuses;
import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.routing.Compiled;
import io.waymark.protocol.routing.Leaf;
import io.waymark.protocol.routing.PlanBuilder;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds what is configured and believed, and keeps the answer table equal to it: after each change
 * exactly the names that depend on it are compiled again, and those whose answers differ are
 * published.
 *
 * <p>Owned by one thread at a time: the node's start, before any actor system; then the routing
 * actor.
 */
public final class Publisher {
  private final AnswerTable table;
  private final Zones zones;
  private final NameTree names;
  private final Map<String, Profile> profiles = new HashMap<>();
  private final Map<EndpointId, Verdict> verdicts = new HashMap<>();

  /** For each name that a profile answers for, that profile. */
  private final Map<String, String> answering = new HashMap<>();

  /** For each profile, the profiles that nest it. */
  private final Map<String, Set<String>> parents = new HashMap<>();

  /**
   * @param fixed entries that no profile makes: each zone's apex, its name servers' addresses,
   *     static records
   */
  public Publisher(AnswerTable table, Zones zones, Collection<? extends Entry> fixed) {
    this.table = table;
    this.zones = zones;
    this.names = new NameTree(table);
    fixed.forEach(names::put);
  }

  /** Sets what is believed of an endpoint, and publishes the names it matters to. */
  public void verdict(EndpointId endpoint, Verdict verdict) {
    Verdict before =
        verdict.equals(Verdict.CHECKING)
            ? verdicts.remove(endpoint)
            : verdicts.put(endpoint, verdict);
    if (!verdict.equals(before)) {
      publishWithParents(Set.of(endpoint.profile()));
    }
  }

  /** Replaces (or with null deletes) profiles, and publishes the names they matter to. */
  public void profiles(Map<String, @Nullable Profile> changes) {
    Set<String> changed = new LinkedHashSet<>();
    changes.forEach((name, profile) -> {
      String key = key(name);
      changed.add(key);
      Profile before = profile == null ? profiles.remove(key) : profiles.put(key, profile);
      unlink(key, before);
      link(key, profile);
      if (before != null) {
        withdrawMovedName(key, before, profile);
        forgetVerdicts(before, profile);
      }
    });
    publishWithParents(changed);
  }

  private void link(String key, @Nullable Profile profile) {
    if (profile != null) {
      for (Endpoint endpoint : profile.endpoints()) {
        if (endpoint.nested()) {
          parents.computeIfAbsent(key(endpoint.target()), child -> new LinkedHashSet<>()).add(key);
        }
      }
    }
  }

  private void unlink(String key, @Nullable Profile profile) {
    if (profile != null) {
      for (Endpoint endpoint : profile.endpoints()) {
        if (endpoint.nested()) {
          parents.computeIfPresent(
              key(endpoint.target()),
              (child, of) -> {
                of.remove(key);
                return of.isEmpty() ? null : of;
              });
        }
      }
    }
  }

  private void withdrawMovedName(String key, Profile before, @Nullable Profile after) {
    byte[] name = WireName.of(before.dnsConfig().fqdn());
    if (after == null || !before.dnsConfig().fqdn().equalsIgnoreCase(after.dnsConfig().fqdn())) {
      // A name that another profile has taken over meanwhile stays.
      if (answering.remove(WireName.text(name), key)) {
        names.remove(name);
      }
    }
  }

  private void forgetVerdicts(Profile before, @Nullable Profile after) {
    for (Endpoint endpoint : before.endpoints()) {
      if (after == null || after.endpoint(endpoint.name()) == null) {
        verdicts.remove(EndpointId.of(before, endpoint));
      }
    }
  }

  private void publishWithParents(Set<String> changed) {
    Set<String> affected = new LinkedHashSet<>();
    Deque<String> pending = new ArrayDeque<>(changed);
    while (!pending.isEmpty()) {
      String name = pending.poll();
      if (affected.add(name)) {
        pending.addAll(parents.getOrDefault(name, Set.of()));
      }
    }
    for (String name : affected) {
      Profile profile = profiles.get(name);
      if (profile != null) {
        publish(profile);
      }
    }
  }

  private void publish(Profile profile) {
    byte[] name = WireName.of(profile.dnsConfig().fqdn());
    Zone zone = zones.enclosing(name);
    if (zone == null) {
      // A zone that this node no longer serves: the profile is kept, and answered again once the
      // zone is back.
      return;
    }
    Entry current = names.get(name);
    Compiled compiled = compile(profile);
    ProfileEntry entry = ProfileEntry.of(profile, zone, compiled, restsOnFrozen(profile, compiled));
    if (current == null || current instanceof ProfileEntry was && !was.answersLike(entry)) {
      names.put(entry);
      answering.put(WireName.text(name), key(profile.name()));
    }
  }

  /** Whether an endpoint that could matter to the answer is believed on old votes alone. */
  private boolean restsOnFrozen(Profile profile, Compiled compiled) {
    return Stream.concat(Stream.of(profile), compiled.leaves().stream().map(Leaf::profile))
        .distinct()
        .anyMatch(one ->
            one.endpoints().stream()
                .anyMatch(endpoint -> {
                  Verdict verdict = verdicts.get(EndpointId.of(one, endpoint));
                  return verdict != null && verdict.frozen();
                }));
  }

  /** What the profile's name answers now, with the notes on how it came about. */
  public Compiled compile(Profile profile) {
    return PlanBuilder.compile(profile, statuses());
  }

  /** The statuses as they follow from what is configured and believed now. */
  public Statuses statuses() {
    return new Statuses(profiles::get, id -> verdicts.getOrDefault(id, Verdict.CHECKING));
  }

  /** The profile of that name, without case; null when there is none. */
  public @Nullable Profile profile(String name) {
    return profiles.get(key(name));
  }

  /**
   * The profile that answers for that name; null when none does.
   *
   * @param name wire format, lower case
   */
  public @Nullable Profile profileAt(byte[] name) {
    String profile = answering.get(WireName.text(name));
    return profile == null ? null : profiles.get(profile);
  }

  public AnswerTable table() {
    return table;
  }

  public Zones zones() {
    return zones;
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}

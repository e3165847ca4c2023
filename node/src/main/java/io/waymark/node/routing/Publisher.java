package io.waymark.node.routing;

import io.waymark.node.dns.AnswerTable;
import io.waymark.node.dns.Entry;
import io.waymark.node.dns.ProfileEntry;
import io.waymark.node.dns.Zone;
import io.waymark.node.dns.Zones;
import io.waymark.protocol.dns.WireName;
import io.waymark.protocol.health.Statuses;
import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.location.LocationIndex;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.routing.Compiled;
import io.waymark.protocol.routing.Leaf;
import io.waymark.protocol.routing.NearestRegions;
import io.waymark.protocol.routing.PlanBuilder;
import io.waymark.protocol.routing.RangeMaps;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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

  private final RangeMaps ranges = new RangeMaps();
  private NearestRegions places = new NearestRegions(LocationIndex.EMPTY);

  /** For each domain name, the profiles that claim it; the first is the one that answers. */
  private final Map<String, TreeSet<Claim>> claims = new HashMap<>();

  private final Map<String, Long> createdAt = new HashMap<>();

  /** For each profile, the profiles that nest it. */
  private final Map<String, Set<String>> parents = new HashMap<>();

  /**
   * That a profile wants to answer at a name. Rules keep two from claiming one, but edits that did
   * not know of each other may: then the one that was created first answers.
   */
  private record Claim(long created, String profile) implements Comparable<Claim> {
    @Override
    public int compareTo(Claim other) {
      int byAge = Long.compareUnsigned(created, other.created);
      return byAge != 0 ? byAge : profile.compareTo(other.profile);
    }
  }

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

  /** Publishes a name that no profile makes, in place of whatever it had. */
  void fixed(Entry entry) {
    names.put(entry);
  }

  /**
   * Sets where clients and regions are, and publishes the names that routing by place matters to.
   */
  public void places(LocationIndex index) {
    places = new NearestRegions(index);
    Set<String> reading = new LinkedHashSet<>();
    profiles.forEach((name, profile) -> {
      switch (profile.trafficRoutingMethod()) {
        case PERFORMANCE, GEOGRAPHIC -> reading.add(name);
        case PRIORITY, WEIGHTED, MULTI_VALUE, SUBNET -> {}
      }
    });
    publishWithParents(reading);
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
    profiles(changes, Map.of());
  }

  /**
   * As {@link #profiles(Map)}.
   *
   * @param created orders profiles by their creation, by lower-case name; 0 where it is missing
   */
  public void profiles(Map<String, @Nullable Profile> changes, Map<String, Long> created) {
    Set<String> changed = new LinkedHashSet<>();
    Set<String> touched = new LinkedHashSet<>();
    changes.forEach((name, profile) -> {
      String key = key(name);
      changed.add(key);
      Profile before = profile == null ? profiles.remove(key) : profiles.put(key, profile);
      ranges.forget(key);
      unlink(key, before);
      link(key, profile);
      if (before != null) {
        touched.add(unclaim(key, before));
        forgetVerdicts(before, profile);
      }
      if (profile != null) {
        touched.add(claim(key, profile, created.getOrDefault(key, 0L)));
      }
    });
    for (String name : touched) {
      String answering = answering(name);
      if (answering == null) {
        withdraw(name);
      } else {
        changed.add(answering);
      }
    }
    publishWithParents(changed);
  }

  private String claim(String key, Profile profile, long created) {
    String name = nameOf(profile);
    createdAt.put(key, created);
    claims.computeIfAbsent(name, _ -> new TreeSet<>()).add(new Claim(created, key));
    return name;
  }

  private String unclaim(String key, Profile before) {
    String name = nameOf(before);
    Long created = createdAt.remove(key);
    claims.computeIfPresent(
        name,
        (_, of) -> {
          of.remove(new Claim(created == null ? 0 : created, key));
          return of.isEmpty() ? null : of;
        });
    return name;
  }

  private static String nameOf(Profile profile) {
    return WireName.text(WireName.of(profile.dnsConfig().fqdn()));
  }

  /** The profile that answers at a name; null when none claims it. */
  private @Nullable String answering(String name) {
    TreeSet<Claim> of = claims.get(name);
    return of == null ? null : of.getFirst().profile();
  }

  private void withdraw(String name) {
    byte[] wire = WireName.of(name);
    if (names.get(wire) instanceof ProfileEntry) {
      names.remove(wire);
    }
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
    if (!key(profile.name()).equals(answering(WireName.text(name)))) {
      return;
    }
    Entry current = names.get(name);
    Compiled compiled = compile(profile);
    ProfileEntry entry = ProfileEntry.of(profile, zone, compiled, restsOnFrozen(profile, compiled));
    if (current == null || current instanceof ProfileEntry was && !was.answersLike(entry)) {
      names.put(entry);
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
    return PlanBuilder.compile(profile, statuses(), places, ranges);
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
    String profile = answering(WireName.text(name));
    return profile == null || !(names.get(name) instanceof ProfileEntry)
        ? null
        : profiles.get(profile);
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

package io.waymark.protocol.routing;

import io.waymark.protocol.health.EndpointMonitorStatus;
import io.waymark.protocol.health.Statuses;
import io.waymark.protocol.location.LocationIndex;
import io.waymark.protocol.location.Regions;
import io.waymark.protocol.net.PrefixMap;
import io.waymark.protocol.profile.Affinity;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.RoutingMethod;
import io.waymark.protocol.profile.SubnetRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compiles a profile tree: for each profile the selection pipeline, then its method. Total:
 * whatever the profiles say, there is a plan, and it is the same on every node that knows the same.
 */
public final class PlanBuilder {
  private final Statuses statuses;
  private final NearestRegions places;
  private final RangeMaps ranges;
  private final List<Leaf> leaves = new ArrayList<>();
  private final Map<Integer, StepNote> notes = new HashMap<>();
  private final Map<String, Integer> compiled = new HashMap<>();
  private final Deque<Profile> path = new ArrayDeque<>();
  private final IdentityHashMap<Candidate, Integer> targets = new IdentityHashMap<>();
  private final List<short[]> nearest = new ArrayList<>();
  private final List<PrefixMap> subnets = new ArrayList<>();
  private PrefixMap geographic = PrefixMap.EMPTY;
  private int[] code = new int[16];
  private int size;

  private PlanBuilder(Statuses statuses, NearestRegions places, RangeMaps ranges) {
    this.statuses = statuses;
    this.places = places;
    this.ranges = ranges;
  }

  /** As {@link #compile(Profile, Statuses, NearestRegions)} where nothing is known of any place. */
  public static Compiled compile(Profile profile, Statuses statuses) {
    return compile(profile, statuses, new NearestRegions(LocationIndex.EMPTY));
  }

  /** As {@link #compile(Profile, Statuses, NearestRegions, RangeMaps)} where no map is kept. */
  public static Compiled compile(Profile profile, Statuses statuses, NearestRegions places) {
    return compile(profile, statuses, places, new RangeMaps());
  }

  /**
   * Compiles what {@code profile} answers while the statuses are as they are.
   *
   * @param places where clients and regions are
   * @param ranges maps that may be used again
   */
  public static Compiled compile(
      Profile profile, Statuses statuses, NearestRegions places, RangeMaps ranges) {
    PlanBuilder builder = new PlanBuilder(statuses, places, ranges);
    int start = builder.profile(profile);
    RoutingPlan plan =
        new RoutingPlan(Arrays.copyOf(builder.code, builder.size), start, builder.lookups());
    return new Compiled(plan, List.copyOf(builder.leaves), Map.copyOf(builder.notes));
  }

  private Lookups lookups() {
    return new Lookups(
        geographic,
        nearest.isEmpty() ? PrefixMap.EMPTY : places.index().performance(),
        nearest.toArray(short[][]::new),
        subnets.toArray(PrefixMap[]::new));
  }

  private int profile(Profile profile) {
    path.push(profile);
    StepNote.Draft note = new StepNote.Draft(profile);
    int at = pipeline(profile, note);
    notes.put(at, note.note());
    path.pop();
    return at;
  }

  /** Enabled, then healthy, then best effort, then the method. */
  private int pipeline(Profile profile, StepNote.Draft note) {
    if (!profile.enabled()) {
      note.rule("the profile is Disabled");
      return nothing(RoutingPlan.TO_NXDOMAIN);
    }
    List<Candidate> enabled = new ArrayList<>();
    for (Endpoint endpoint : profile.endpoints()) {
      EndpointMonitorStatus status = status(profile, endpoint);
      if (status == EndpointMonitorStatus.DISABLED) {
        note.drop(endpoint, status.toString());
      } else {
        enabled.add(new Candidate(endpoint, status));
      }
    }
    if (enabled.isEmpty()) {
      note.rule(profile.endpoints().isEmpty() ? "no endpoints" : "every endpoint is Disabled");
      return nothing(RoutingPlan.TO_NXDOMAIN);
    }
    if (profile.trafficRoutingMethod() == RoutingMethod.GEOGRAPHIC) {
      return geographic(enabled, note);
    }
    List<Candidate> available =
        enabled.stream().filter(candidate -> candidate.status().available()).toList();
    if (!available.isEmpty()) {
      return choose(profile, enabled, available, note, "");
    }
    List<Candidate> degraded =
        enabled.stream()
            .filter(candidate -> candidate.status() == EndpointMonitorStatus.DEGRADED)
            .toList();
    if (degraded.isEmpty()) {
      drop(enabled, note);
      note.rule("only Stopped endpoints are left");
      return nothing(RoutingPlan.TO_NODATA);
    }
    return switch (profile.onAllDown()) {
      case ALL ->
          choose(
              profile, enabled, degraded, note, "every endpoint is Degraded, so all are tried: ");
      case NODATA -> allDown(enabled, note, RoutingPlan.TO_NODATA);
      case SERVFAIL -> allDown(enabled, note, RoutingPlan.TO_SERVFAIL);
    };
  }

  private static void drop(List<Candidate> candidates, StepNote.Draft note) {
    candidates.forEach(candidate -> note.drop(candidate.endpoint(), candidate.status().toString()));
  }

  /** Also when all are Degraded: a method that looks at no health has no use for another rule. */
  private int geographic(List<Candidate> enabled, StepNote.Draft note) {
    int drops = note.drops();
    int method = Geographic.compile(enabled, this, note);
    if (!anyRange(enabled)) {
      return method;
    }
    endStep(method, note, drops);
    return Subnet.beforeGeographic(enabled, method, this, note);
  }

  private int performance(
      Profile profile, List<Candidate> enabled, List<Candidate> eligible, StepNote.Draft note) {
    int drops = note.drops();
    int method = Performance.compile(profile, eligible, this, note);
    if (!anyRange(enabled)) {
      return method;
    }
    endStep(method, note, drops);
    return Subnet.beforePerformance(enabled, eligible, method, this, note);
  }

  /** The profile gets one more step, which comes before this one and has a note of its own. */
  private void endStep(int at, StepNote.Draft note, int dropsBefore) {
    notes.put(at, note.note());
    note.clear(dropsBefore);
  }

  private static boolean anyRange(List<Candidate> candidates) {
    return candidates.stream().anyMatch(candidate -> !candidate.endpoint().subnets().isEmpty());
  }

  private EndpointMonitorStatus status(Profile profile, Endpoint endpoint) {
    EndpointMonitorStatus status = statuses.of(profile, endpoint);
    // A loop or a path that is too deep can only come of merged edits; the endpoint that closes it
    // is Stopped.
    if (status != EndpointMonitorStatus.DISABLED && endpoint.nested() && !descends(endpoint)) {
      return EndpointMonitorStatus.STOPPED;
    }
    return status;
  }

  private boolean descends(Endpoint endpoint) {
    Profile child = statuses.child(endpoint);
    return child != null
        && path.size() < Statuses.DEPTH_MAX
        && path.stream().noneMatch(above -> above.name().equalsIgnoreCase(child.name()));
  }

  private int choose(
      Profile profile,
      List<Candidate> enabled,
      List<Candidate> candidates,
      StepNote.Draft note,
      String because) {
    drop(enabled.stream().filter(candidate -> !candidates.contains(candidate)).toList(), note);
    return switch (profile.trafficRoutingMethod()) {
      case PRIORITY -> {
        note.rule(because + "lowest priority number");
        yield Priority.compile(candidates, this, note);
      }
      case WEIGHTED -> {
        boolean affinity = profile.affinity() == Affinity.CLIENT;
        note.rule(because + (affinity ? "by weight and client network" : "draw by weight"));
        yield affinity
            ? WeightedAffinity.compile(profile, candidates, this, note)
            : Weighted.compile(candidates, this, note);
      }
      case MULTI_VALUE -> {
        note.rule(because + "up to " + profile.maxReturn() + " addresses of the type asked for");
        yield MultiValue.compile(profile, candidates, this, note);
      }
      case PERFORMANCE -> {
        note.rule(because + "nearest region");
        yield performance(profile, enabled, candidates, note);
      }
      case SUBNET -> {
        note.rule(because + "by the client's address");
        yield Subnet.compile(enabled, candidates, this, note);
      }
      case GEOGRAPHIC -> geographic(enabled, note);
    };
  }

  private int allDown(List<Candidate> enabled, StepNote.Draft note, int target) {
    note.rule("every endpoint is Degraded and onAllDown says so");
    drop(enabled, note);
    return nothing(target);
  }

  /** A step of its own even for an empty outcome, so that every profile on the way has its note. */
  private int nothing(int outcome) {
    // NXDOMAIN speaks of the queried name, which exists when it is a child that has nothing.
    boolean nested = path.size() > 1;
    return emit(
        RoutingPlan.FIXED,
        nested && outcome == RoutingPlan.TO_NXDOMAIN ? RoutingPlan.TO_NODATA : outcome);
  }

  /** Where a chosen candidate leads: a leaf, or its child's step. */
  int target(Candidate candidate) {
    Integer known = targets.get(candidate);
    if (known == null) {
      known = newTarget(candidate);
      targets.put(candidate, known);
    }
    return known;
  }

  private int newTarget(Candidate candidate) {
    Endpoint endpoint = candidate.endpoint();
    Profile child = statuses.child(endpoint);
    if (child == null) {
      leaves.add(new Leaf(path.getFirst(), endpoint));
      return ~(leaves.size() - 1);
    }
    // Two parents may share a child; it is compiled once for each depth, which bounds both size and
    // time.
    String key = path.size() + "/" + child.name().toLowerCase(Locale.ROOT);
    Integer known = compiled.get(key);
    if (known == null) {
      known = profile(child);
      compiled.put(key, known);
    }
    return known;
  }

  LocationIndex index() {
    return places.index();
  }

  Regions regions() {
    return places.index().regions();
  }

  /** The data, from which the plan will read places. */
  LocationIndex readGeographic() {
    geographic = places.index().geographic();
    return places.index();
  }

  /** The number of a table from the clients' classes to the nearest of these regions. */
  int nearest(List<Integer> regions) {
    nearest.add(places.among(regions));
    return nearest.size() - 1;
  }

  /** The map of the ranges of the profile that is being compiled. */
  PrefixMap ranges(List<List<SubnetRange>> of) {
    return ranges.of(path.getFirst(), of);
  }

  /** The number of a map of ranges. */
  int subnets(PrefixMap ranges) {
    subnets.add(ranges);
    return subnets.size() - 1;
  }

  int emit(int operation, int operand) {
    int at = size;
    emitOperand(operation);
    emitOperand(operand);
    return at;
  }

  void emitOperand(int operand) {
    if (size == code.length) {
      code = Arrays.copyOf(code, 2 * size);
    }
    code[size++] = operand;
  }
}

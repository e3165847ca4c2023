package io.waymark.protocol.routing;

import io.waymark.protocol.health.EndpointMonitorStatus;
import io.waymark.protocol.health.Statuses;
import io.waymark.protocol.profile.Affinity;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.Profile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compiles a profile tree: for each profile the selection pipeline, then its method. Total:
 * whatever the profiles say, there is a plan, and it is the same on every node that knows the same.
 */
public final class PlanBuilder {
  private final Statuses statuses;
  private final List<Leaf> leaves = new ArrayList<>();
  private final Map<Integer, StepNote> notes = new HashMap<>();
  private final Map<String, Integer> compiled = new HashMap<>();
  private final Deque<Profile> path = new ArrayDeque<>();
  private int[] code = new int[16];
  private int size;

  private PlanBuilder(Statuses statuses) {
    this.statuses = statuses;
  }

  /** Compiles what {@code profile} answers while the statuses are as they are. */
  public static Compiled compile(Profile profile, Statuses statuses) {
    PlanBuilder builder = new PlanBuilder(statuses);
    int start = builder.profile(profile);
    RoutingPlan plan = new RoutingPlan(Arrays.copyOf(builder.code, builder.size), start);
    return new Compiled(plan, List.copyOf(builder.leaves), Map.copyOf(builder.notes));
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
    List<Candidate> available = new ArrayList<>();
    List<Candidate> degraded = new ArrayList<>();
    boolean anyEnabled = false;
    for (Endpoint endpoint : profile.endpoints()) {
      EndpointMonitorStatus status = status(profile, endpoint);
      anyEnabled |= status != EndpointMonitorStatus.DISABLED;
      if (status.available()) {
        available.add(new Candidate(endpoint, status));
      } else if (status == EndpointMonitorStatus.DEGRADED) {
        degraded.add(new Candidate(endpoint, status));
      } else {
        note.drop(endpoint, status.toString());
      }
    }
    if (!available.isEmpty()) {
      degraded.forEach(candidate -> note.drop(candidate.endpoint(), candidate.status().toString()));
      return choose(profile, available, note, "");
    }
    if (!degraded.isEmpty()) {
      return switch (profile.onAllDown()) {
        case ALL ->
            choose(profile, degraded, note, "every endpoint is Degraded, so all are tried: ");
        case NODATA -> allDown(degraded, note, RoutingPlan.TO_NODATA);
        case SERVFAIL -> allDown(degraded, note, RoutingPlan.TO_SERVFAIL);
      };
    }
    if (anyEnabled) {
      note.rule("only Stopped endpoints are left");
      return nothing(RoutingPlan.TO_NODATA);
    }
    note.rule(profile.endpoints().isEmpty() ? "no endpoints" : "every endpoint is Disabled");
    return nothing(RoutingPlan.TO_NXDOMAIN);
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
      Profile profile, List<Candidate> candidates, StepNote.Draft note, String because) {
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
      case PERFORMANCE, GEOGRAPHIC, SUBNET -> {
        note.rule(profile.trafficRoutingMethod() + " is not served by this version");
        yield nothing(RoutingPlan.TO_SERVFAIL);
      }
    };
  }

  private int allDown(List<Candidate> degraded, StepNote.Draft note, int target) {
    note.rule("every endpoint is Degraded and onAllDown says so");
    degraded.forEach(candidate -> note.drop(candidate.endpoint(), candidate.status().toString()));
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

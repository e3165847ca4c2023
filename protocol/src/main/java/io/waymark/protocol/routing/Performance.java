package io.waymark.protocol.routing;

import io.waymark.protocol.location.LocationIndex;
import io.waymark.protocol.location.Regions;
import io.waymark.protocol.net.Client;
import io.waymark.protocol.net.Prefix;
import io.waymark.protocol.profile.Policy;
import io.waymark.protocol.profile.Profile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Performance: of the regions that have a candidate, the one with the lowest latency from the
 * client; the least distant where no latency is known. Clients are spread evenly over the
 * candidates of one region, each client network staying with its own.
 *
 * <p>Operands: the number of a table from the client's class to one of the regions, then for each
 * region the offset of the step that spreads, or -1 and its one target.
 */
final class Performance {
  private static final int FIXED = 2;
  private static final int REGION = 2;

  private Performance() {}

  static int choose(int[] code, int at, Lookups lookups, Client client, Decision decision) {
    decision.scope(lookups.performance.prefixLength(client));
    int entry = entry(code, at, lookups, client);
    return code[entry] < 0
        ? code[entry + 1]
        : WeightedAffinity.choose(code, code[entry], client, decision);
  }

  /** Where the operands of the client's nearest region are. */
  private static int entry(int[] code, int at, Lookups lookups, Client client) {
    int region = lookups.nearest[code[at + 1]][lookups.performance.get(client)];
    return at + FIXED + REGION * region;
  }

  /** Whether the client's nearest region spreads client networks over several endpoints. */
  static boolean spreads(int[] code, int at, Lookups lookups, Client client) {
    return code[entry(code, at, lookups, client)] >= 0;
  }

  static int compile(
      Profile profile, List<Candidate> candidates, PlanBuilder builder, StepNote.Draft note) {
    Regions regions = builder.regions();
    TreeMap<Integer, List<Candidate>> known = new TreeMap<>();
    TreeMap<String, List<Candidate>> unknown = new TreeMap<>();
    for (Candidate candidate : candidates) {
      String location = candidate.endpoint().endpointLocation();
      String key = location == null ? "" : Policy.regionKey(location);
      int number = regions.number(key);
      (number == Regions.UNKNOWN
              ? unknown.computeIfAbsent(key, _ -> new ArrayList<>())
              : known.computeIfAbsent(number, _ -> new ArrayList<>()))
          .add(candidate);
    }
    if (known.isEmpty()) {
      return inNoRegion(profile, List.copyOf(unknown.values()), builder, note);
    }
    unknown.values().forEach(of -> drop(of, note));
    int[] operands = new int[REGION * known.size()];
    int i = 0;
    for (List<Candidate> of : known.values()) {
      int[] targets = targets(of, builder, note);
      operands[i] = targets.length == 1 ? -1 : spread(profile, of, targets, builder);
      operands[i + 1] = targets[0];
      i += REGION;
    }
    int at = builder.emit(RoutingPlan.PERFORMANCE, builder.nearest(List.copyOf(known.keySet())));
    for (int operand : operands) {
      builder.emitOperand(operand);
    }
    LocationIndex index = builder.index();
    Map<Integer, List<String>> names = new LinkedHashMap<>();
    known.forEach(
        (region, of) -> names.put(region, of.stream().map(one -> one.endpoint().name()).toList()));
    note.view(client -> view(index, names, client));
    return at;
  }

  /** Nobody knows where any candidate is: the first location by name serves everybody. */
  private static int inNoRegion(
      Profile profile, List<List<Candidate>> unknown, PlanBuilder builder, StepNote.Draft note) {
    note.rule("no endpoint is in a region that is known: the first by name");
    List<Candidate> first = unknown.getFirst();
    unknown.subList(1, unknown.size()).forEach(of -> drop(of, note));
    int[] targets = targets(first, builder, note);
    return targets.length == 1
        ? builder.emit(RoutingPlan.FIXED, targets[0])
        : spread(profile, first, targets, builder);
  }

  private static void drop(List<Candidate> candidates, StepNote.Draft note) {
    candidates.forEach(one -> note.drop(one.endpoint(), "its location is no region that is known"));
  }

  private static int[] targets(
      List<Candidate> candidates, PlanBuilder builder, StepNote.Draft note) {
    return candidates.stream()
        .mapToInt(candidate -> {
          int target = builder.target(candidate);
          note.branch(candidate, target, 1.0 / candidates.size());
          return target;
        })
        .toArray();
  }

  private static int spread(
      Profile profile, List<Candidate> candidates, int[] targets, PlanBuilder builder) {
    return WeightedAffinity.emit(profile, candidates, targets, false, builder);
  }

  private static ClientView view(
      LocationIndex index, Map<Integer, List<String>> endpoints, Client client) {
    LocationIndex.Located located = index.locate(client.address());
    List<ClientView.Considered> considered = new ArrayList<>();
    for (LocationIndex.Seen seen : index.nearest(located.performanceClass())) {
      List<String> of = endpoints.get(index.regions().number(seen.region().name()));
      if (of != null) {
        considered.add(
            new ClientView.Considered(
                seen.region().name(), of, seen.latencyMicros(), seen.kilometres()));
      }
    }
    ClientView.Considered nearest = considered.getFirst();
    boolean measured = nearest.latencyMicros() != LocationIndex.UNKNOWN;
    boolean placed = nearest.kilometres() != LocationIndex.UNKNOWN;
    @Nullable Prefix row = measured ? located.latencyRow() : placed ? located.databaseRow() : null;
    String why =
        measured
            ? " has the lowest latency, " + nearest.latencyMicros() / 1000.0 + " ms"
            : placed
                ? " is the nearest, " + nearest.kilometres() + " km away"
                : " is the first by name, as nothing is known of the client's place";
    String spread =
        nearest.endpoints().size() == 1
            ? ""
            : "; client networks are spread over its " + nearest.endpoints().size() + " endpoints";
    List<ClientView.Row> rows =
        new ArrayList<>(ClientView.Row.of(ClientView.Row.LATENCY_TABLE, located.latencyRow()));
    rows.addAll(ClientView.Row.of(ClientView.Row.DATABASE, located.databaseRow()));
    return new ClientView(nearest.name() + why + spread, row, rows, considered);
  }
}

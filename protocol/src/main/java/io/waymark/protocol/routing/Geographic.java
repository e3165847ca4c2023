package io.waymark.protocol.routing;

import io.waymark.protocol.health.EndpointMonitorStatus;
import io.waymark.protocol.location.LocationIndex;
import io.waymark.protocol.net.Client;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.GeoCodes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Geographic: the endpoint that the client's place is mapped to; where it is not, the country
 * around it, then the grouping, then the world. Health does not matter, and a match is final, also
 * when it is Stopped and there is nothing to answer; only a disabled endpoint is not matched.
 *
 * <p>Operands: how many codes are mapped, their numbers in ascending order, and a target for each.
 */
final class Geographic {
  private static final int FIXED = 2;

  private Geographic() {}

  static int choose(int[] code, int at, Lookups lookups, Client client, Decision decision) {
    decision.scope(lookups.geographic.prefixLength(client));
    int mapped = code[at + 1];
    int from = at + FIXED;
    for (int place = lookups.geographic.get(client); place >= 0; place = GeoCodes.parent(place)) {
      int found = Arrays.binarySearch(code, from, from + mapped, place);
      if (found >= 0) {
        return code[found + mapped];
      }
    }
    return RoutingPlan.TO_NODATA;
  }

  /**
   * Compiles the step.
   *
   * @param candidates every endpoint that is not disabled
   */
  static int compile(List<Candidate> candidates, PlanBuilder builder, StepNote.Draft note) {
    TreeMap<Integer, Candidate> mapped = new TreeMap<>();
    // Merged edits may map a code to two endpoints: the first name has it.
    candidates.stream()
        .sorted(Comparator.comparing(candidate -> Endpoint.key(candidate.endpoint().name())))
        .forEach(candidate ->
            candidate.endpoint().geoMapping().stream()
                .filter(GeoCodes::known)
                .forEach(code -> mapped.putIfAbsent(GeoCodes.number(code), candidate)));
    for (Candidate candidate : candidates) {
      if (!mapped.containsValue(candidate)) {
        note.drop(candidate.endpoint(), "no code is mapped to it");
      } else if (candidate.status() == EndpointMonitorStatus.STOPPED) {
        note.drop(candidate.endpoint(), candidate.status().toString());
      } else {
        note.branch(candidate, builder.target(candidate), 1);
      }
    }
    int[] targets =
        mapped.values().stream()
            .mapToInt(candidate ->
                candidate.status() == EndpointMonitorStatus.STOPPED
                    ? RoutingPlan.TO_NODATA
                    : builder.target(candidate))
            .toArray();
    int at = builder.emit(RoutingPlan.GEOGRAPHIC, targets.length);
    mapped.keySet().forEach(builder::emitOperand);
    for (int target : targets) {
      builder.emitOperand(target);
    }
    LocationIndex index = builder.readGeographic();
    note.rule("by the client's place");
    note.view(client -> view(index, mapped, client));
    return at;
  }

  private static ClientView view(
      LocationIndex index, Map<Integer, Candidate> mapped, Client client) {
    LocationIndex.Located located = index.locate(client.address());
    List<ClientView.Considered> considered = new ArrayList<>();
    String why = "";
    for (int place = located.code(); place >= 0; place = GeoCodes.parent(place)) {
      Candidate match = mapped.get(place);
      String code = GeoCodes.code(place);
      considered.add(
          ClientView.Considered.place(
              code, match == null ? List.of() : List.of(match.endpoint().name())));
      if (match != null) {
        why =
            code
                + " is mapped to "
                + match.endpoint().name()
                + ", which is "
                + match.status()
                + (match.status() == EndpointMonitorStatus.STOPPED ? " and cannot be served" : "");
        break;
      }
    }
    return new ClientView(
        (located.databaseRow() == null
                ? "no row says where " + located.address() + " is: "
                : located.databaseRow() + " is in " + GeoCodes.code(located.code()) + ": ")
            + (why.isEmpty() ? "neither it nor a wider place is mapped" : why),
        located.databaseRow(),
        ClientView.Row.of(ClientView.Row.DATABASE, located.databaseRow()),
        considered);
  }
}

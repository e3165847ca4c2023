package io.waymark.protocol.routing;

import io.waymark.protocol.health.EndpointMonitorStatus;
import io.waymark.protocol.net.Client;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.net.Prefix;
import io.waymark.protocol.net.PrefixMap;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.SubnetRange;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Subnet: the endpoint one of whose ranges holds the client's address; the endpoint without ranges
 * where none does, or where the one that does is not healthy. Endpoints with ranges in Geographic
 * and Performance profiles come before the method in the same way.
 *
 * <p>Operands: the number of a map from the address to one of the endpoints with ranges, the target
 * where there is none, then a target for each endpoint.
 */
final class Subnet {
  private static final int FIXED = 3;

  private Subnet() {}

  static int choose(int[] code, int at, Lookups lookups, Client client, Decision decision) {
    PrefixMap ranges = lookups.subnets[code[at + 1]];
    decision.scope(ranges.prefixLength(client));
    int endpoint = ranges.get(client);
    return endpoint == PrefixMap.NONE ? code[at + 2] : code[at + FIXED + endpoint];
  }

  /**
   * Compiles the method's step.
   *
   * @param enabled every endpoint that is not disabled
   * @param eligible those of them that health lets be chosen
   */
  static int compile(
      List<Candidate> enabled, List<Candidate> eligible, PlanBuilder builder, StepNote.Draft note) {
    eligible.forEach(candidate -> note.branch(candidate, builder.target(candidate), 1));
    // Merged edits may leave two endpoints without ranges: the first name counts.
    int otherwise =
        eligible.stream()
            .filter(candidate -> candidate.endpoint().subnets().isEmpty())
            .min(byName())
            .map(builder::target)
            .orElse(RoutingPlan.TO_NODATA);
    note.rule("by the client's address");
    return emit(
        withRanges(enabled),
        candidate -> eligible.contains(candidate) ? builder.target(candidate) : otherwise,
        otherwise,
        builder,
        note);
  }

  /**
   * Compiles the step before a Geographic profile's own: it looks at no health.
   *
   * @param method the step of the method
   */
  static int beforeGeographic(
      List<Candidate> enabled, int method, PlanBuilder builder, StepNote.Draft note) {
    List<Candidate> servable =
        enabled.stream()
            .filter(candidate -> candidate.status() != EndpointMonitorStatus.STOPPED)
            .toList();
    return before(enabled, servable, RoutingPlan.TO_NODATA, method, builder, note);
  }

  /**
   * Compiles the step before a Performance profile's own: what is not healthy is left to the
   * method.
   */
  static int beforePerformance(
      List<Candidate> enabled,
      List<Candidate> eligible,
      int method,
      PlanBuilder builder,
      StepNote.Draft note) {
    return before(enabled, eligible, method, method, builder, note);
  }

  private static int before(
      List<Candidate> enabled,
      List<Candidate> servable,
      int unservable,
      int method,
      PlanBuilder builder,
      StepNote.Draft note) {
    withRanges(servable).forEach(candidate -> note.branch(candidate, builder.target(candidate), 1));
    withRanges(enabled).stream()
        .filter(candidate -> !servable.contains(candidate) && !note.dropped(candidate.endpoint()))
        .forEach(candidate -> note.drop(candidate.endpoint(), candidate.status().toString()));
    note.rule("ranges come before the method");
    return emit(
        withRanges(enabled),
        candidate -> servable.contains(candidate) ? builder.target(candidate) : unservable,
        method,
        builder,
        note);
  }

  private static int emit(
      List<Candidate> ranged,
      ToIntFunction<Candidate> target,
      int otherwise,
      PlanBuilder builder,
      StepNote.Draft note) {
    int[] targets = ranged.stream().mapToInt(target).toArray();
    PrefixMap map = builder.ranges(ranged.stream().map(one -> one.endpoint().subnets()).toList());
    int at = builder.emit(RoutingPlan.SUBNET, builder.subnets(map));
    builder.emitOperand(otherwise);
    for (int of : targets) {
      builder.emitOperand(of);
    }
    note.view(client -> view(map, ranged, targets, otherwise, client));
    return at;
  }

  /** Of a prefix that merged edits gave to two, the later in the list has it: the first name. */
  private static List<Candidate> withRanges(List<Candidate> candidates) {
    return candidates.stream()
        .filter(candidate -> !candidate.endpoint().subnets().isEmpty())
        .sorted(byName().reversed())
        .toList();
  }

  private static Comparator<Candidate> byName() {
    return Comparator.comparing(candidate -> Endpoint.key(candidate.endpoint().name()));
  }

  private static ClientView view(
      PrefixMap map, List<Candidate> ranged, int[] targets, int otherwise, Client client) {
    IpAddress address = client.address();
    int number = map.get(client);
    if (number == PrefixMap.NONE) {
      return new ClientView(
          "no range holds " + address + rest(otherwise), null, List.of(), List.of());
    }
    Candidate match = ranged.get(number);
    String name = match.endpoint().name();
    SubnetRange range =
        match.endpoint().subnets().stream()
            .filter(one -> one.contains(address))
            .findFirst()
            .orElseThrow();
    Prefix row =
        range.prefixes().stream().filter(one -> one.contains(address)).findFirst().orElseThrow();
    boolean left = targets[number] == otherwise || !isTarget(targets[number]);
    return new ClientView(
        range
            + " is mapped to "
            + name
            + ", which is "
            + match.status()
            + (left ? rest(targets[number]) : ""),
        row,
        ClientView.Row.of(ClientView.Row.RANGE, row),
        List.of());
  }

  private static boolean isTarget(int target) {
    return target >= 0 || RoutingPlan.isLeaf(target);
  }

  private static String rest(int target) {
    return isTarget(target) ? "" : ", and there is nothing for such clients";
  }
}

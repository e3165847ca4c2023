package io.waymark.protocol.routing;

import io.waymark.protocol.net.Client;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.Profile;
import java.util.List;

/**
 * Weighted with {@code affinity: client}: the share of client networks, not of queries, is in
 * proportion to the weights.
 *
 * <p>Operands: the number of candidates, then for each its hash (upper and lower half), its weight
 * and its target.
 */
final class WeightedAffinity {
  private static final int CANDIDATE = 4;

  private WeightedAffinity() {}

  static int choose(int[] code, int at, Client client, Decision decision) {
    decision.scope(ClientAffinity.networkBits(client));
    long network = ClientAffinity.network(client);
    int end = at + 2 + CANDIDATE * code[at + 1];
    double best = -1;
    int target = RoutingPlan.TO_NODATA;
    for (int i = at + 2; i < end; i += CANDIDATE) {
      long candidate = (long) code[i] << 32 | code[i + 1] & 0xffff_ffffL;
      double score = ClientAffinity.score(network, candidate, code[i + 2]);
      if (score > best) {
        best = score;
        target = code[i + 3];
      }
    }
    return target;
  }

  static int compile(
      Profile profile, List<Candidate> candidates, PlanBuilder builder, StepNote.Draft note) {
    int[] targets = new int[candidates.size()];
    double total = candidates.stream().mapToInt(one -> one.endpoint().weight()).sum();
    for (int i = 0; i < targets.length; i++) {
      targets[i] = builder.target(candidates.get(i));
      note.branch(candidates.get(i), targets[i], candidates.get(i).endpoint().weight() / total);
    }
    return emit(profile, candidates, targets, true, builder);
  }

  /**
   * The step alone.
   *
   * @param weighted whether the weights count; otherwise all candidates are alike
   */
  static int emit(
      Profile profile,
      List<Candidate> candidates,
      int[] targets,
      boolean weighted,
      PlanBuilder builder) {
    int at = builder.emit(RoutingPlan.WEIGHTED_AFFINITY, targets.length);
    for (int i = 0; i < targets.length; i++) {
      Endpoint endpoint = candidates.get(i).endpoint();
      long hash = ClientAffinity.candidate(profile.name(), endpoint.name());
      builder.emitOperand((int) (hash >>> 32));
      builder.emitOperand((int) hash);
      builder.emitOperand(weighted ? endpoint.weight() : 1);
      builder.emitOperand(targets[i]);
    }
    return at;
  }
}

package io.waymark.protocol.routing;

import io.waymark.protocol.dns.RecordType;
import io.waymark.protocol.net.Client;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.profile.Affinity;
import io.waymark.protocol.profile.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * MultiValue: up to {@code maxReturn} of the candidates whose address is of the type asked for, in
 * random order; ANY asks for both types. With {@code affinity: client} a client network gets the
 * same ones in the same order.
 *
 * <p>Operands: the cap, 1 for affinity, the number of IPv4 candidates, of IPv6 candidates, then for
 * each its hash (upper and lower half) and its leaf as a target, IPv4 first.
 */
final class MultiValue {
  private static final int FIXED = 5;
  private static final int CANDIDATE = 3;

  private MultiValue() {}

  static void decide(
      int[] code,
      int at,
      int type,
      Client client,
      RandomGenerator random,
      Trace trace,
      Decision decision) {
    int v4 = code[at + 3];
    int v6 = code[at + 4];
    int first = type == RecordType.AAAA ? v4 : 0;
    int count =
        switch (type) {
          case RecordType.A -> v4;
          case RecordType.AAAA -> v6;
          case RecordType.ANY -> v4 + v6;
          default -> 0;
        };
    int candidates = at + FIXED + CANDIDATE * first;
    int wanted = Math.min(code[at + 1], count);
    if (count == 0) {
      trace.step(at, RoutingPlan.TO_NODATA);
      decision.end(Decision.Outcome.NODATA);
      return;
    }
    if (code[at + 2] == 1) {
      best(code, candidates, count, wanted, client, decision);
    } else {
      sample(code, candidates, count, wanted, random, decision);
    }
    for (int i = 0; i < decision.count(); i++) {
      trace.step(at, ~decision.leaf(i));
    }
  }

  /**
   * Uniform, without replacement, in the order drawn. A repeated draw is drawn again: at most 8 are
   * wanted.
   */
  private static void sample(
      int[] code,
      int candidates,
      int count,
      int wanted,
      RandomGenerator random,
      Decision decision) {
    while (decision.count() < wanted) {
      int drawn = (int) ((random.nextLong() >>> 32) * count >>> 32);
      int leaf = ~code[candidates + CANDIDATE * drawn + 2];
      if (!decision.has(leaf)) {
        decision.add(leaf);
      }
    }
  }

  /** The candidates with the highest scores for the client's network, best first. */
  private static void best(
      int[] code, int candidates, int count, int wanted, Client client, Decision decision) {
    decision.scope(ClientAffinity.networkBits(client));
    long network = ClientAffinity.network(client);
    for (int i = 0; i < count; i++) {
      int candidate = candidates + CANDIDATE * i;
      long hash = (long) code[candidate] << 32 | code[candidate + 1] & 0xffff_ffffL;
      decision.addRanked(~code[candidate + 2], ClientAffinity.score(network, hash, 1), wanted);
    }
  }

  static int compile(
      Profile profile, List<Candidate> candidates, PlanBuilder builder, StepNote.Draft note) {
    List<Candidate> v4 = new ArrayList<>();
    List<Candidate> v6 = new ArrayList<>();
    for (Candidate candidate : candidates) {
      IpAddress address = candidate.endpoint().targetAddress();
      if (address == null) {
        // Only merged edits can bring one here.
        note.drop(candidate.endpoint(), "its target is no address");
      } else {
        (address.v6() ? v6 : v4).add(candidate);
      }
    }
    int maxReturn = Math.clamp(profile.maxReturn(), 1, Decision.LEAVES_MAX);
    int[] operands = new int[CANDIDATE * (v4.size() + v6.size())];
    fill(profile, v4, maxReturn, operands, 0, builder, note);
    fill(profile, v6, maxReturn, operands, CANDIDATE * v4.size(), builder, note);
    int at = builder.emit(RoutingPlan.MULTI_VALUE, maxReturn);
    builder.emitOperand(profile.affinity() == Affinity.CLIENT ? 1 : 0);
    builder.emitOperand(v4.size());
    builder.emitOperand(v6.size());
    for (int operand : operands) {
      builder.emitOperand(operand);
    }
    return at;
  }

  private static void fill(
      Profile profile,
      List<Candidate> candidates,
      int maxReturn,
      int[] operands,
      int start,
      PlanBuilder builder,
      StepNote.Draft note) {
    int at = start;
    for (Candidate candidate : candidates) {
      int target = builder.target(candidate);
      note.branch(candidate, target, Math.min(1, (double) maxReturn / candidates.size()));
      long hash = ClientAffinity.candidate(profile.name(), candidate.endpoint().name());
      operands[at] = (int) (hash >>> 32);
      operands[at + 1] = (int) hash;
      operands[at + 2] = target;
      at += CANDIDATE;
    }
  }
}

package io.waymark.protocol.routing;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Weighted: an independent draw for each query, each candidate in proportion to its weight, by
 * Vose's alias method: one random number and one column whatever the number of candidates.
 *
 * <p>Operands: the number of columns, then for each column a threshold (unsigned 32 bits), the
 * target below it and the target from it on. Thresholds are exact integer quotients, so every node
 * compiles the same table.
 */
final class Weighted {
  private static final int COLUMN = 3;

  private Weighted() {}

  static int draw(int[] code, int at, RandomGenerator random) {
    long bits = random.nextLong();
    int column = (int) ((bits >>> 32) * code[at + 1] >>> 32);
    int entry = at + 2 + COLUMN * column;
    return Integer.compareUnsigned((int) bits, code[entry]) < 0 ? code[entry + 1] : code[entry + 2];
  }

  static int compile(List<Candidate> candidates, PlanBuilder builder, StepNote.Draft note) {
    int n = candidates.size();
    int[] targets = new int[n];
    // Each weight is scaled by n, so that a full column holds exactly the sum of all weights.
    long[] rest = new long[n];
    long total = 0;
    for (Candidate candidate : candidates) {
      total += candidate.endpoint().weight();
    }
    for (int i = 0; i < n; i++) {
      Candidate candidate = candidates.get(i);
      targets[i] = builder.target(candidate);
      rest[i] = (long) candidate.endpoint().weight() * n;
      note.branch(candidate, targets[i], (double) candidate.endpoint().weight() / total);
    }
    int at = builder.emit(RoutingPlan.WEIGHTED, n);
    int[] columns = columns(rest, total, targets);
    for (int operand : columns) {
      builder.emitOperand(operand);
    }
    return at;
  }

  /** Vose's table: small entries are topped up by large ones until every column is full. */
  private static int[] columns(long[] rest, long full, int[] targets) {
    int n = rest.length;
    int[] columns = new int[COLUMN * n];
    int[] small = new int[n];
    int[] large = new int[n];
    int smalls = 0;
    int larges = 0;
    for (int i = 0; i < n; i++) {
      if (rest[i] < full) {
        small[smalls++] = i;
      } else {
        large[larges++] = i;
      }
    }
    while (smalls > 0) {
      int less = small[--smalls];
      int more = large[larges - 1];
      put(columns, less, (int) ((rest[less] << 32) / full), targets[less], targets[more]);
      rest[more] -= full - rest[less];
      if (rest[more] < full) {
        larges--;
        small[smalls++] = more;
      }
    }
    while (larges > 0) {
      int alone = large[--larges];
      put(columns, alone, -1, targets[alone], targets[alone]);
    }
    return columns;
  }

  private static void put(int[] columns, int column, int threshold, int below, int above) {
    columns[COLUMN * column] = threshold;
    columns[COLUMN * column + 1] = below;
    columns[COLUMN * column + 2] = above;
  }
}

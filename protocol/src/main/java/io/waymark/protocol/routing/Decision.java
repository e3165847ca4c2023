package io.waymark.protocol.routing;

/**
 * What a plan decided for one query. Mutable, one for each thread; the plan overwrites it.
 *
 * <p>A leaf is the number of an endpoint in the order in which the compiler met them ({@link
 * Compiled#leaves}).
 */
public final class Decision {
  /** Endpoints in one answer at most. */
  public static final int LEAVES_MAX = 8;

  /** What kind of answer it is. */
  public enum Outcome {
    /** One or more endpoints. */
    ENDPOINTS,
    /** The name exists and has nothing to say (NOERROR with an empty answer). */
    NODATA,
    NXDOMAIN,
    SERVFAIL
  }

  private final int[] leaves = new int[LEAVES_MAX];
  private final double[] scores = new double[LEAVES_MAX];
  private int count;
  private Outcome outcome = Outcome.NODATA;
  private int scope;

  void clear() {
    count = 0;
    scope = 0;
  }

  void add(int leaf) {
    outcome = Outcome.ENDPOINTS;
    leaves[count++] = leaf;
  }

  boolean has(int leaf) {
    for (int i = 0; i < count; i++) {
      if (leaves[i] == leaf) {
        return true;
      }
    }
    return false;
  }

  /** Adds a leaf by its score, highest first, and keeps the {@code wanted} best. */
  void addRanked(int leaf, double score, int wanted) {
    int at = count;
    while (at > 0 && scores[at - 1] < score) {
      at--;
    }
    if (at >= wanted) {
      return;
    }
    outcome = Outcome.ENDPOINTS;
    count = Math.min(count + 1, wanted);
    for (int i = count - 1; i > at; i--) {
      leaves[i] = leaves[i - 1];
      scores[i] = scores[i - 1];
    }
    leaves[at] = leaf;
    scores[at] = score;
  }

  void end(Outcome empty) {
    outcome = empty;
  }

  void scope(int bits) {
    scope = Math.max(scope, bits);
  }

  public Outcome outcome() {
    return outcome;
  }

  /**
   * Endpoints chosen: 0 unless the outcome is {@link Outcome#ENDPOINTS}, at most {@link
   * #LEAVES_MAX}.
   */
  public int count() {
    return count;
  }

  /** The leaf at {@code index}, in the order of the answer. */
  public int leaf(int index) {
    return leaves[index];
  }

  /**
   * Leading bits of the client's address the decision depended on: RFC 7871's SCOPE PREFIX-LENGTH.
   */
  public int scope() {
    return scope;
  }
}

package io.waymark.protocol.fleet;

import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.Policy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who probes what: every endpoint is watched from a number of vantage points, in as many regions as
 * there are.
 *
 * <p>A rendezvous hash ranks the probers for each endpoint. First come the best of every region,
 * then the second best of every region, and so on; within such a round the score decides. All nodes
 * that hear the same probers assign alike. A prober that goes is replaced by one other on the
 * endpoints it watched, and nothing else moves; one that comes takes one seat on the endpoints it
 * gets.
 *
 * <p>A value for one set of probers. One question costs the hash of the endpoint's name, one pass
 * over the probers and, for each seat, one over the regions: about a microsecond, so 100,000
 * endpoints are assigned anew in about 0.1 s, among 20 probers as among 100.
 */
public final class Assignment {
  private static final int NOBODY = -1;

  private final String[] names;
  private final long[] hashes;
  private final int[] regions;
  private final int regionCount;
  private final Set<String> everybody;

  private Assignment(Collection<NodeId> probers) {
    Map<String, NodeId> byName = new TreeMap<>();
    probers.forEach(prober -> byName.put(prober.name(), prober));
    List<NodeId> sorted = List.copyOf(byName.values());
    Map<String, Integer> numbers = new HashMap<>();
    names = new String[sorted.size()];
    hashes = new long[names.length];
    regions = new int[names.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = sorted.get(i).name();
      hashes[i] = Rendezvous.hash(names[i]);
      String region = Policy.regionKey(sorted.get(i).region());
      regions[i] = numbers.computeIfAbsent(region, _ -> numbers.size());
    }
    regionCount = numbers.size();
    everybody = Set.of(names);
  }

  /** The assignment among these probers, in whatever order they come. */
  public static Assignment among(Collection<NodeId> probers) {
    return new Assignment(probers);
  }

  /** The assignment among those of the nodes alive that take part in probing. */
  public static Assignment amongFresh(Collection<Pulse> fresh) {
    return among(fresh.stream().filter(Pulse::watches).map(Pulse::node).toList());
  }

  /** All who take part. */
  public Set<String> everybody() {
    return everybody;
  }

  /**
   * The names of those who probe an endpoint; fewer than wanted where there are not as many. Their
   * order means nothing.
   *
   * @param vantagePoints at least 1; {@link io.waymark.protocol.profile.Profile#ALL_PROBERS} for
   *     all
   */
  public Set<String> probers(EndpointId endpoint, int vantagePoints) {
    if (vantagePoints >= names.length) {
      return everybody;
    }
    long key = Rendezvous.hash(endpoint.toString());
    long[] scores = new long[names.length];
    for (int i = 0; i < names.length; i++) {
      scores[i] = Rendezvous.score(key, hashes[i]);
    }
    boolean[] taken = new boolean[names.length];
    List<String> chosen = new ArrayList<>(vantagePoints);
    while (chosen.size() < vantagePoints) {
      int[] candidates = bestOfEachRegion(scores, taken);
      int next;
      while (chosen.size() < vantagePoints && (next = best(candidates, scores)) != NOBODY) {
        int prober = candidates[next];
        candidates[next] = NOBODY;
        taken[prober] = true;
        chosen.add(names[prober]);
      }
    }
    return Set.of(chosen.toArray(String[]::new));
  }

  private int[] bestOfEachRegion(long[] scores, boolean[] taken) {
    int[] best = new int[regionCount];
    Arrays.fill(best, NOBODY);
    for (int i = 0; i < names.length; i++) {
      int region = regions[i];
      if (!taken[i] && (best[region] == NOBODY || better(i, best[region], scores))) {
        best[region] = i;
      }
    }
    return best;
  }

  private static int best(int[] candidates, long[] scores) {
    int best = NOBODY;
    for (int i = 0; i < candidates.length; i++) {
      if (candidates[i] != NOBODY
          && (best == NOBODY || better(candidates[i], candidates[best], scores))) {
        best = i;
      }
    }
    return best;
  }

  /** Equal scores go by name, which is the order of the numbers. */
  private static boolean better(int one, int other, long[] scores) {
    int order = Long.compareUnsigned(scores[one], scores[other]);
    return order > 0 || order == 0 && one < other;
  }
}

package io.waymark.protocol.health;

import io.waymark.protocol.profile.Quorum;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What many votes on one endpoint come to.
 *
 * <p>Every assigned prober with a fresh pulse has a seat, and the quorum is asked of the votes cast
 * from the seats: a prober that has not voted is not Down, and one that withdrew leaves its seat
 * empty. The seat of a prober that has never voted (it has just taken over) is held by the vote of
 * one that is no longer seated, so that a change of probers alone changes no verdict. Where no
 * fresh prober's vote counts, the latest known votes stand, and the verdict says that it is frozen.
 */
public final class VerdictRule {
  private VerdictRule() {}

  /**
   * The verdict; {@link Verdict#CHECKING} when nobody ever voted.
   *
   * @param assigned the probers that should watch the endpoint
   * @param fresh the probers whose pulse is fresh, assigned or not
   */
  public static Verdict verdict(
      Quorum quorum, Votes votes, Set<String> assigned, Set<String> fresh) {
    List<Boolean> seated = new ArrayList<>();
    boolean anyFresh = false;
    int vacant = 0;
    for (String prober : assigned) {
      if (!fresh.contains(prober)) {
        continue;
      }
      Vote vote = votes.of(prober);
      if (vote == null) {
        vacant++;
      } else if (!vote.withdrawn()) {
        seated.add(vote.up());
        anyFresh = true;
      }
    }
    // Those still pulsing know more than those that fell silent, so they hold seats first.
    for (boolean pulsing : new boolean[] {true, false}) {
      for (Map.Entry<String, Vote> former : votes.byProber().entrySet()) {
        String prober = former.getKey();
        boolean isFresh = fresh.contains(prober);
        boolean isSeated = assigned.contains(prober) && isFresh;
        if (vacant > 0 && !isSeated && isFresh == pulsing && !former.getValue().withdrawn()) {
          seated.add(former.getValue().up());
          anyFresh |= isFresh;
          vacant--;
        }
      }
    }
    if (anyFresh) {
      return new Verdict(decide(quorum, seated), false);
    }
    List<Boolean> known = votes.byProber().values().stream().map(Vote::up).toList();
    return known.isEmpty() ? Verdict.CHECKING : new Verdict(decide(quorum, known), true);
  }

  private static Verdict.State decide(Quorum quorum, List<Boolean> votes) {
    int up = 0;
    for (boolean vote : votes) {
      up += vote ? 1 : 0;
    }
    return quorum.met(up, votes.size()) ? Verdict.State.UP : Verdict.State.DOWN;
  }
}

package io.waymark.protocol.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import io.waymark.protocol.profile.Quorum;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class VerdictRuleTest {
  private static final Set<String> ABC = Set.of("a", "b", "c");
  private static final Verdict FROZEN_UP = new Verdict(Verdict.State.UP, true);
  private static final Verdict FROZEN_DOWN = new Verdict(Verdict.State.DOWN, true);

  private static Verdict verdict(Map<String, Vote> votes, Set<String> assigned, Set<String> fresh) {
    return VerdictRule.verdict(Quorum.DEFAULT, Votes.of(votes), assigned, fresh);
  }

  @Test
  void isCheckingWhileNobodyHasVoted() {
    assertThat(verdict(Map.of(), ABC, ABC)).isEqualTo(Verdict.CHECKING);
    assertThat(verdict(Map.of(), ABC, Set.of())).isEqualTo(Verdict.CHECKING);
  }

  @Test
  void oneOfThreeDownIsUpAndTwoOfThreeIsDown() {
    assertThat(verdict(Map.of("a", Vote.DOWN, "b", Vote.UP, "c", Vote.UP), ABC, ABC))
        .isEqualTo(Verdict.UP);
    assertThat(verdict(Map.of("a", Vote.DOWN, "b", Vote.DOWN, "c", Vote.UP), ABC, ABC))
        .isEqualTo(Verdict.DOWN);
  }

  @Test
  void exactlyHalfIsUp() {
    Set<String> two = Set.of("a", "b");
    assertThat(verdict(Map.of("a", Vote.DOWN, "b", Vote.UP), two, two)).isEqualTo(Verdict.UP);
  }

  @Test
  void failuresOfSeveralNodesAreNeverAddedUp() {
    Map<String, Vote> votes = new HashMap<>();
    for (String node : ABC) {
      ProbeHistory own = ProbeHistory.start().after(new ProbeResult.Passed(1), 3, 1);
      for (int failure = 0; failure < 3; failure++) {
        own = own.after(new ProbeResult.Failed("status 503, expected 200"), 3, 1);
      }
      votes.put(node, own.verdict().equals(Verdict.UP) ? Vote.UP : Vote.DOWN);
    }
    assertThat(verdict(votes, ABC, ABC))
        .as("nine failures in all, and three are tolerated")
        .isEqualTo(Verdict.UP);
  }

  @Test
  void aMissingVoteIsNotDown() {
    assertThat(verdict(Map.of("a", Vote.UP), ABC, ABC)).isEqualTo(Verdict.UP);
    assertThat(verdict(Map.of("a", Vote.DOWN), ABC, ABC)).isEqualTo(Verdict.DOWN);
  }

  @Test
  void theProfilesQuorumDecides() {
    Votes oneUp = Votes.of(Map.of("a", Vote.UP, "b", Vote.DOWN, "c", Vote.DOWN));
    assertThat(VerdictRule.verdict(new Quorum.Any(), oneUp, ABC, ABC)).isEqualTo(Verdict.UP);
    assertThat(VerdictRule.verdict(new Quorum.Share(0.5), oneUp, ABC, ABC)).isEqualTo(Verdict.DOWN);
    assertThat(VerdictRule.verdict(new Quorum.All(), oneUp.with("b", Vote.UP), ABC, ABC))
        .isEqualTo(Verdict.DOWN);
    assertThat(
            VerdictRule.verdict(
                new Quorum.All(), oneUp.with("b", Vote.UP).with("c", Vote.UP), ABC, ABC))
        .isEqualTo(Verdict.UP);
  }

  @Test
  void aProberWithoutAFreshPulseLosesItsSeat() {
    Map<String, Vote> votes = Map.of("a", Vote.DOWN, "b", Vote.DOWN, "c", Vote.UP);
    assertThat(verdict(votes, ABC, Set.of("c"))).isEqualTo(Verdict.UP);
  }

  @Test
  void withoutAnyFreshVoteTheLatestKnownVotesStandFrozen() {
    Map<String, Vote> votes = Map.of("a", Vote.DOWN, "b", Vote.DOWN, "c", Vote.UP);
    assertThat(verdict(votes, ABC, Set.of())).isEqualTo(FROZEN_DOWN);
    assertThat(verdict(votes, Set.of(), Set.of())).isEqualTo(FROZEN_DOWN);
    assertThat(verdict(Map.of("a", Vote.UP), ABC, Set.of())).isEqualTo(FROZEN_UP);
  }

  @Test
  void aNewProberThatHasNotVotedDoesNotThawWhatIsFrozen() {
    assertThat(verdict(Map.of("a", Vote.DOWN), Set.of("b"), Set.of("b"))).isEqualTo(FROZEN_DOWN);
  }

  @Test
  void onTakeOverTheOldVoteStandsUntilTheNewOneIsCast() {
    Votes votes = Votes.of(Map.of("a", Vote.UP, "b", Vote.DOWN, "c", Vote.DOWN));
    Set<String> abd = Set.of("a", "b", "d");
    // c is gone and d takes its place: without c's vote it would be one of two, which is up.
    assertThat(VerdictRule.verdict(Quorum.DEFAULT, votes, abd, abd)).isEqualTo(Verdict.DOWN);
    assertThat(VerdictRule.verdict(Quorum.DEFAULT, votes.with("d", Vote.UP), abd, abd))
        .isEqualTo(Verdict.UP);
  }

  @Test
  void aFormerProberThatStillPulsesHoldsTheSeatBeforeOneThatFellSilent() {
    Map<String, Vote> votes = Map.of("a", Vote.UP, "b", Vote.DOWN);
    assertThat(verdict(votes, Set.of("c"), Set.of("b", "c"))).isEqualTo(Verdict.DOWN);
    assertThat(verdict(votes, Set.of("c"), Set.of("a", "c"))).isEqualTo(Verdict.UP);
  }

  @Test
  void aWithdrawnVoteDoesNotCountAndItsSeatStaysEmpty() {
    Map<String, Vote> votes =
        Map.of("a", Vote.DOWN.withdraw(), "b", Vote.UP, "c", Vote.UP, "gone", Vote.DOWN);
    assertThat(verdict(votes, ABC, ABC)).isEqualTo(Verdict.UP);
    assertThat(VerdictRule.verdict(new Quorum.All(), Votes.of(votes), ABC, ABC))
        .isEqualTo(Verdict.UP);
  }

  @Test
  void whenEverybodyWithdrawsTheLastWordsStandFrozen() {
    Map<String, Vote> votes =
        Map.of("a", Vote.DOWN.withdraw(), "b", Vote.DOWN.withdraw(), "c", Vote.UP.withdraw());
    assertThat(verdict(votes, ABC, ABC)).isEqualTo(FROZEN_DOWN);
  }

  @Test
  void forgettingAProberForgetsItsVote() {
    Votes votes = Votes.NONE.with("a", Vote.DOWN).without("a");
    assertThat(VerdictRule.verdict(Quorum.DEFAULT, votes, ABC, Set.of()))
        .isEqualTo(Verdict.CHECKING);
  }

  @Test
  void unanimousVotesAreNeverContradicted() {
    Seeds.forEach(
        500,
        random -> {
          boolean up = random.nextBoolean();
          Map<String, Vote> votes = new HashMap<>();
          Set<String> assigned = new TreeSet<>();
          Set<String> fresh = new TreeSet<>();
          for (int i = 0; i < 6; i++) {
            String prober = "p" + i;
            if (random.nextBoolean()) {
              Vote vote = up ? Vote.UP : Vote.DOWN;
              votes.put(prober, random.nextInt(4) == 0 ? vote.withdraw() : vote);
            }
            if (random.nextBoolean()) {
              assigned.add(prober);
            }
            if (random.nextBoolean()) {
              fresh.add(prober);
            }
          }
          Verdict verdict = verdict(votes, assigned, fresh);
          if (votes.isEmpty()) {
            assertThat(verdict).isEqualTo(Verdict.CHECKING);
          } else {
            assertThat(verdict.state()).isEqualTo(up ? Verdict.State.UP : Verdict.State.DOWN);
            assertThat(verdict.frozen())
                .isEqualTo(
                    votes.entrySet().stream()
                        .noneMatch(vote ->
                            !vote.getValue().withdrawn()
                                && fresh.contains(vote.getKey())
                                && (assigned.contains(vote.getKey())
                                    || hasVacantSeat(votes, assigned, fresh))));
          }
        });
  }

  private static boolean hasVacantSeat(
      Map<String, Vote> votes, Set<String> assigned, Set<String> fresh) {
    return assigned.stream()
        .anyMatch(prober -> fresh.contains(prober) && !votes.containsKey(prober));
  }
}

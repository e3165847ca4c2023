package io.waymark.protocol.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import io.waymark.protocol.fleet.ProbeDuty.Assigned;
import io.waymark.protocol.fleet.ProbeDuty.HandingOver;
import io.waymark.protocol.fleet.ProbeDuty.Standing;
import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.health.VerdictRule;
import io.waymark.protocol.health.Vote;
import io.waymark.protocol.health.Votes;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.Quorum;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class ProbeDutyTest {
  private static final Duration BOUND =
      ProbeDuty.bound(Duration.ofSeconds(30), Duration.ofSeconds(10));

  private static ProbeDuty next(
      ProbeDuty duty, boolean assigned, boolean successorsVoted, long now) {
    return duty.next(assigned, successorsVoted, BOUND, now);
  }

  @Test
  void whoIsAssignedProbes() {
    for (ProbeDuty duty :
        List.of(ProbeDuty.none(), new Assigned(), new HandingOver(0), new Standing(0))) {
      assertThat(next(duty, true, true, 5)).isEqualTo(new Assigned());
    }
    assertThat(new Assigned().probes()).isTrue();
    assertThat(new Assigned().keepsVote()).isTrue();
    assertThat(new Assigned().passing()).isFalse();
  }

  @Test
  void whoIsNoLongerAssignedGoesOnUntilTheSuccessorsHaveVoted() {
    ProbeDuty former = next(new Assigned(), false, false, 1_000);
    assertThat(former).isEqualTo(new HandingOver(1_000));
    assertThat(former.probes()).isTrue();
    assertThat(next(former, false, false, 45_999)).isEqualTo(former);
    assertThat(next(former, false, true, 2_000)).isEqualTo(new Standing(2_000));
  }

  @Test
  void afterTheBoundItStopsAndItsVoteStandsUntilThereIsAnother() {
    assertThat(BOUND).isEqualTo(Duration.ofSeconds(45));
    ProbeDuty stopped = next(new HandingOver(1_000), false, false, 46_000);
    assertThat(stopped).isEqualTo(new Standing(46_000));
    assertThat(stopped.probes()).isFalse();
    assertThat(stopped.keepsVote()).isTrue();
    ProbeDuty later = next(stopped, false, false, 900_000);
    assertThat(later.keepsVote()).isTrue();
    assertThat(next(later, false, true, 904_999)).isEqualTo(later);
    assertThat(next(later, false, true, 905_000)).isEqualTo(ProbeDuty.none());
  }

  @Test
  void itsVoteIsTakenAwayOnlyWhenTheOthersHaveStoodForAWhile() {
    ProbeDuty standing = next(new Assigned(), false, true, 0);
    assertThat(standing).isEqualTo(new Standing(0));
    // A successor went, and another has not voted yet.
    standing = next(standing, false, false, 4_000);
    assertThat(next(standing, false, true, 8_999).keepsVote()).isTrue();
    assertThat(next(standing, false, true, 9_000).keepsVote()).isFalse();
  }

  @Test
  void whoNeverWasAssignedHasNothingToDo() {
    assertThat(next(ProbeDuty.none(), false, false, 0)).isEqualTo(ProbeDuty.none());
    assertThat(ProbeDuty.none().probes()).isFalse();
    assertThat(ProbeDuty.none().passing()).isFalse();
  }

  @Test
  void successorsHaveVotedWhenAllThatAreAliveHaveAndOneStandsByIt() {
    Set<String> ab = Set.of("a", "b");
    Votes both = Votes.of(Map.of("a", Vote.UP, "b", Vote.DOWN));
    assertThat(ProbeDuty.successorsVoted(both, ab, ab)).isTrue();
    assertThat(ProbeDuty.successorsVoted(both.without("b"), ab, ab)).isFalse();
    assertThat(ProbeDuty.successorsVoted(both.without("b"), ab, Set.of("a"))).isTrue();
    assertThat(ProbeDuty.successorsVoted(both.with("b", Vote.DOWN.withdraw()), ab, ab)).isTrue();
    assertThat(
            ProbeDuty.successorsVoted(
                both.with("b", Vote.DOWN.withdraw()).with("a", Vote.UP.withdraw()), ab, ab))
        .isFalse();
    assertThat(ProbeDuty.successorsVoted(both, ab, Set.of())).isFalse();
    assertThat(ProbeDuty.successorsVoted(both, Set.of(), ab)).isFalse();
  }

  @Test
  void aWordFromLongAgoDoesNotHoldASeatBeforeANewerOne() {
    Set<String> bcd = Set.of("b", "c", "d");
    Votes votes = Votes.of(Map.of("a", Vote.UP, "b", Vote.DOWN, "c", Vote.DOWN, "d", Vote.UP));
    // a is long dead, and its successors have voted; then b dies, and e takes its place.
    Votes kept = ProbeDuty.withoutSuperseded(votes, bcd, bcd);
    assertThat(kept).isEqualTo(votes.without("a"));
    Set<String> cde = Set.of("c", "d", "e");
    assertThat(ProbeDuty.withoutSuperseded(kept, cde, cde)).isEqualTo(kept);
    assertThat(VerdictRule.verdict(Quorum.DEFAULT, kept, cde, cde)).isEqualTo(Verdict.DOWN);
    assertThat(VerdictRule.verdict(Quorum.DEFAULT, votes, cde, cde)).isEqualTo(Verdict.UP);
  }

  @Test
  void theWordsOfSilentProbersStayWhileNobodyElseHasSpoken() {
    Votes votes = Votes.of(Map.of("a", Vote.DOWN, "b", Vote.UP.withdraw()));
    Set<String> b = Set.of("b");
    assertThat(ProbeDuty.withoutSuperseded(votes, b, b)).isEqualTo(votes);
    assertThat(ProbeDuty.withoutSuperseded(votes, Set.of(), Set.of())).isEqualTo(votes);
    assertThat(ProbeDuty.withoutSuperseded(votes.with("b", Vote.UP), b, b).byProber())
        .containsOnlyKeys("b");
  }

  /**
   * Probers come and go while an endpoint is down: nobody's verdict may ever say anything else, nor
   * that nothing is known, and in the end only those assigned have a vote.
   */
  @Test
  void aChangeOfProbersAloneChangesNoVerdict() {
    Seeds.forEach(
        100,
        random -> {
          EndpointId endpoint = new EndpointId("shop", "web" + random.nextInt(100));
          List<NodeId> all = new ArrayList<>();
          for (int i = 0; i < 6; i++) {
            all.add(new NodeId("n" + i, "r" + i % 3, i));
          }
          Map<String, ProbeDuty> duties = new HashMap<>();
          Map<String, Long> votesAt = new HashMap<>();
          Votes votes = Votes.NONE;
          Set<String> alive = new TreeSet<>(Set.of("n0", "n1", "n2", "n3", "n4", "n5"));
          for (long now = 0; now < 400_000; now += 1_000) {
            if (now > 60_000 && now < 300_000 && random.nextInt(8) == 0) {
              String flips = "n" + random.nextInt(6);
              if (alive.size() > 1 && alive.remove(flips)) {
                // A process that ends knows nothing of its duties when it is started again.
                duties.remove(flips);
                votesAt.remove(flips);
              } else {
                alive.add(flips);
              }
            } else if (now == 300_000) {
              alive.addAll(all.stream().map(NodeId::name).toList());
            }
            Set<String> assigned =
                Assignment.among(all.stream().filter(node -> alive.contains(node.name())).toList())
                    .probers(endpoint, 3);
            for (String node : alive) {
              ProbeDuty was = duties.getOrDefault(node, ProbeDuty.none());
              boolean voted = ProbeDuty.successorsVoted(votes, assigned, alive);
              ProbeDuty next = next(was, assigned.contains(node), voted, now);
              duties.put(node, next);
              if (next.probes() && !was.probes()) {
                votesAt.put(node, now + random.nextInt(50_000));
              }
              if (next.probes() && now >= votesAt.getOrDefault(node, 0L)) {
                votes = votes.with(node, Vote.DOWN);
              } else if (was.keepsVote() && !next.keepsVote()) {
                votes = votes.without(node);
              }
            }
            votes = ProbeDuty.withoutSuperseded(votes, assigned, alive);
            if (now > 60_000) {
              Verdict verdict = VerdictRule.verdict(Quorum.DEFAULT, votes, assigned, alive);
              assertThat(verdict.state()).isEqualTo(Verdict.State.DOWN);
            }
            if (now == 399_000) {
              for (String node : alive) {
                assertThat(duties.get(node))
                    .isEqualTo(assigned.contains(node) ? new Assigned() : ProbeDuty.none());
              }
              assertThat(votes.byProber().keySet()).containsAll(assigned);
            }
          }
        });
  }
}

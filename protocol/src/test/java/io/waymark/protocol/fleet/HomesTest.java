package io.waymark.protocol.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class HomesTest {

  @Test
  void aProfileHasOneHomeHoweverItsNameIsWritten() {
    assertThat(Homes.keyOf("Shop")).isEqualTo(Homes.keyOf("shop")).isNotEqualTo(Homes.WHOLE);
  }

  @Test
  void onlyNodesThatTakeEditsAreHomes() {
    List<Pulse> fresh = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      TestPulse node = new TestPulse("n" + i);
      node.takesEdits = i % 2 == 0;
      fresh.add(node.next());
    }
    assertThat(Homes.order(Homes.WHOLE, fresh)).containsExactlyInAnyOrder("n0", "n2", "n4");
    assertThat(Homes.order(Homes.WHOLE, List.of())).isEmpty();
  }

  @Test
  void profilesSpreadOverTheNodes() {
    List<Pulse> fresh = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      fresh.add(new TestPulse("ns" + i + ".example").next());
    }
    Map<String, Integer> homes = new HashMap<>();
    for (int i = 0; i < 5_000; i++) {
      homes.merge(Homes.order(Homes.keyOf("profile" + i), fresh).getFirst(), 1, Integer::sum);
    }
    assertThat(homes.values()).hasSize(5).allMatch(count -> count > 800 && count < 1_200);
  }

  @Test
  void halfOfTheRosterIsNoLiveMajority() {
    Set<String> roster = Set.of("a", "b", "c", "d");
    assertThat(Homes.liveMajority(roster, Set.of("a", "b"))).isFalse();
    assertThat(Homes.liveMajority(roster, Set.of("a", "b", "stranger"))).isFalse();
    assertThat(Homes.liveMajority(roster, Set.of("a", "b", "c"))).isTrue();
    assertThat(Homes.liveMajority(Set.of("a"), Set.of("a"))).isTrue();
    assertThat(Homes.liveMajority(Set.of("a", "b"), Set.of("a"))).isFalse();
  }

  @Test
  void aMajorityMeetsEveryOtherEvenWhereOneNodeIsCountedInOrOut() {
    Seeds.forEach(
        50,
        random -> {
          int roster = 1 + random.nextInt(100);
          assertThat(Homes.majorityOf(roster) * 2).isGreaterThan(roster);
          assertThat(Homes.majorityOf(roster) + Homes.majorityOf(roster + 1))
              .isGreaterThan(roster + 1);
        });
  }
}

package io.waymark.protocol.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.Profile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class AssignmentTest {
  private static final EndpointId WEB1 = new EndpointId("shop", "web1");

  private static NodeId node(String name, String region) {
    return new NodeId(name, region, 0);
  }

  /** Up to 12 probers in up to 5 regions. */
  private static List<NodeId> probers(Random random) {
    int regions = 1 + random.nextInt(5);
    List<NodeId> probers = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(12); i++) {
      probers.add(node("n" + i, "r" + random.nextInt(regions)));
    }
    return probers;
  }

  private static EndpointId endpoint(int number) {
    return new EndpointId("profile" + number / 4, "endpoint" + number % 4);
  }

  @Test
  void withTooFewProbersAllOfThemProbe() {
    assertThat(Assignment.among(List.of()).probers(WEB1, 3)).isEmpty();
    Assignment two = Assignment.among(List.of(node("a", "eu"), node("b", "us")));
    assertThat(two.probers(WEB1, 3)).containsExactlyInAnyOrder("a", "b");
    assertThat(two.probers(WEB1, 2)).containsExactlyInAnyOrder("a", "b");
    assertThat(two.probers(WEB1, 1)).hasSize(1);
    assertThat(two.probers(WEB1, Profile.ALL_PROBERS)).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void onlyNodesThatProbeAndServeTakePart() {
    List<Pulse> fresh = new ArrayList<>();
    for (NodeState state : NodeState.values()) {
      TestPulse node = new TestPulse(state.name());
      node.state = state;
      fresh.add(node.next());
      TestPulse without = new TestPulse(state.name() + " without prober");
      without.state = state;
      without.probes = false;
      fresh.add(without.next());
    }
    assertThat(Assignment.amongFresh(fresh).everybody())
        .containsExactlyInAnyOrder("SERVING", "DRAINING");
  }

  @Test
  void everyNodeAssignsAlike() {
    Seeds.forEach(
        500,
        random -> {
          List<NodeId> probers = probers(random);
          Assignment one = Assignment.among(probers);
          List<NodeId> shuffled = new ArrayList<>(probers);
          Collections.shuffle(shuffled, random);
          Assignment other = Assignment.among(shuffled);
          for (int i = 0; i < 20; i++) {
            int points = 1 + random.nextInt(5);
            Set<String> assigned = one.probers(endpoint(i), points);
            assertThat(assigned).isEqualTo(other.probers(endpoint(i), points));
            assertThat(assigned).hasSize(Math.min(points, probers.size()));
          }
        });
  }

  @Test
  void regionsAreNamedWithoutCaseAndSpaces() {
    Assignment mixed =
        Assignment.among(
            List.of(node("a", "West Europe"), node("b", "westeurope"), node("c", "East US")));
    for (int i = 0; i < 50; i++) {
      assertThat(mixed.probers(endpoint(i), 2)).contains("c");
    }
  }

  @Test
  void noRegionProbesTwiceWhileAnotherDoesNotAtAll() {
    Seeds.forEach(
        500,
        random -> {
          List<NodeId> probers = probers(random);
          Map<String, String> regionOf =
              probers.stream().collect(Collectors.toMap(NodeId::name, NodeId::region));
          Map<String, Long> sizes =
              probers.stream()
                  .collect(Collectors.groupingBy(NodeId::region, Collectors.counting()));
          Assignment assignment = Assignment.among(probers);
          for (int i = 0; i < 20; i++) {
            Map<String, Long> used = new HashMap<>();
            for (String prober : assignment.probers(endpoint(i), 1 + random.nextInt(6))) {
              used.merge(regionOf.get(prober), 1L, Long::sum);
            }
            long most = Collections.max(used.values());
            sizes.forEach((region, size) ->
                assertThat(used.getOrDefault(region, 0L))
                    .isGreaterThanOrEqualTo(Math.min(size, most - 1)));
          }
        });
  }

  @Test
  void aProberThatGoesOrComesMovesItsOwnSeatsAlone() {
    Seeds.forEach(
        1_000,
        random -> {
          List<NodeId> all = probers(random);
          List<NodeId> fewer = new ArrayList<>(all);
          String gone = fewer.remove(random.nextInt(fewer.size())).name();
          Assignment with = Assignment.among(all);
          Assignment without = Assignment.among(fewer);
          for (int i = 0; i < 20; i++) {
            int points = 1 + random.nextInt(6);
            Set<String> before = with.probers(endpoint(i), points);
            Set<String> after = without.probers(endpoint(i), points);
            if (before.contains(gone)) {
              Set<String> stayed = new HashSet<>(before);
              stayed.remove(gone);
              assertThat(after).containsAll(stayed);
            } else {
              assertThat(after).isEqualTo(before);
            }
          }
        });
  }

  @Test
  void equalRegionsShareTheWorkEvenly() {
    List<NodeId> probers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      probers.add(node("ns" + i + ".example", "r" + i % 5));
    }
    Map<String, Integer> work = work(Assignment.among(probers), 20_000);
    // 3,000 each; six standard deviations of a fair draw are about 300.
    assertThat(work.values()).hasSize(20).allMatch(count -> count > 2_700 && count < 3_300);
  }

  @Test
  void aLoneNodeInItsRegionBearsWhatItsRegionMust() {
    List<NodeId> probers = new ArrayList<>(List.of(node("lone", "south")));
    for (int i = 0; i < 10; i++) {
      probers.add(node("n" + i, i < 5 ? "east" : "west"));
    }
    Map<String, Integer> work = work(Assignment.among(probers), 5_000);
    // Three seats in three regions: it watches everything, the others a fifth each.
    assertThat(work).containsEntry("lone", 5_000);
    for (int i = 0; i < 10; i++) {
      assertThat(work.get("n" + i)).isBetween(800, 1_200);
    }
  }

  private static Map<String, Integer> work(Assignment assignment, int endpoints) {
    Map<String, Integer> work = new HashMap<>();
    for (int i = 0; i < endpoints; i++) {
      assignment.probers(endpoint(i), 3).forEach(prober -> work.merge(prober, 1, Integer::sum));
    }
    return work;
  }
}

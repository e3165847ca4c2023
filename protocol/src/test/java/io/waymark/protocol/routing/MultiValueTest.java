package io.waymark.protocol.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.waymark.protocol.Seeds;
import io.waymark.protocol.dns.RecordType;
import io.waymark.protocol.net.Client;
import io.waymark.protocol.profile.Affinity;
import io.waymark.protocol.profile.RoutingMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class MultiValueTest {
  private static final String[] MIXED = {
    "a=192.0.2.1", "b=192.0.2.2", "c=192.0.2.3", "d=2001:db8::1", "e=2001:db8::2"
  };

  private final SplittableRandom random = new SplittableRandom(7);

  @Test
  void answersOnlyTheTypeThatWasAskedFor() {
    Trees trees = mixed(8, Affinity.NONE);
    assertThat(decide(trees, RecordType.A)).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(decide(trees, RecordType.AAAA)).containsExactlyInAnyOrder("d", "e");
    assertThat(decide(trees, RecordType.ANY)).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
    assertThat(decide(trees, RecordType.CNAME)).isEmpty();
    assertThat(decide(trees, RecordType.TXT)).isEmpty();
  }

  @Test
  void leavesOutWhatIsDownUnlessAllAre() {
    Trees trees = mixed(8, Affinity.NONE).down("m", "a", "d");
    assertThat(decide(trees, RecordType.ANY)).containsExactlyInAnyOrder("b", "c", "e");
    trees.down("m", "b", "c", "e");
    assertThat(decide(trees, RecordType.A)).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void neverExceedsMaxReturnAndNeverRepeats() {
    Seeds.forEach(
        2_000,
        seed -> {
          int n = 1 + seed.nextInt(20);
          String[] endpoints = new String[n];
          for (int i = 0; i < n; i++) {
            endpoints[i] = "e" + i + (seed.nextBoolean() ? "=192.0.2." + i : "=2001:db8::" + i);
          }
          int maxReturn = 1 + seed.nextInt(8);
          Affinity affinity = seed.nextBoolean() ? Affinity.CLIENT : Affinity.NONE;
          Trees trees =
              new Trees()
                  .profile("m", RoutingMethod.MULTI_VALUE, endpoints)
                  .returning("m", maxReturn, affinity);
          for (int type : new int[] {RecordType.A, RecordType.AAAA, RecordType.ANY}) {
            List<String> chosen = decide(trees, type);
            long matching =
                java.util.Arrays.stream(endpoints)
                    .filter(one ->
                        type == RecordType.ANY || one.contains(":") == (type == RecordType.AAAA))
                    .count();
            assertThat(chosen).doesNotHaveDuplicates().hasSize((int) Math.min(maxReturn, matching));
          }
        });
  }

  @Test
  void givesEveryEndpointTheSameChanceAndEveryPlace() {
    Trees trees = mixed(2, Affinity.NONE);
    Map<String, Integer> first = new HashMap<>();
    Map<String, Integer> any = new HashMap<>();
    for (int i = 0; i < 30_000; i++) {
      List<String> chosen = decide(trees, RecordType.A);
      first.merge(chosen.getFirst(), 1, Integer::sum);
      chosen.forEach(one -> any.merge(one, 1, Integer::sum));
    }
    for (String endpoint : List.of("a", "b", "c")) {
      assertThat(first.getOrDefault(endpoint, 0) / 30_000.0).isCloseTo(1 / 3.0, within(0.02));
      assertThat(any.getOrDefault(endpoint, 0) / 30_000.0).isCloseTo(2 / 3.0, within(0.02));
    }
  }

  @Test
  void affinityRepeatsTheSameOnesInTheSameOrder() {
    Trees trees = mixed(2, Affinity.CLIENT);
    List<String> chosen = decide(trees, RecordType.A);
    for (int i = 0; i < 20; i++) {
      assertThat(decide(trees, RecordType.A)).isEqualTo(chosen);
    }
  }

  @Test
  void tellsEveryEndpointItChose() {
    Trees trees = mixed(2, Affinity.NONE);
    Compiled compiled = trees.compile("m");
    Decision decision = new Decision();
    Explanation explanation =
        Explanation.of(compiled, RecordType.A, new Client(), new SplittableRandom(3), decision);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < decision.count(); i++) {
      names.add(compiled.leaves().get(decision.leaf(i)).endpoint().name());
    }
    assertThat(explanation.steps()).hasSize(1);
    assertThat(explanation.steps().getFirst().chosen()).isEqualTo(String.join(", ", names));
  }

  private static Trees mixed(int maxReturn, Affinity affinity) {
    return new Trees()
        .profile("m", RoutingMethod.MULTI_VALUE, MIXED)
        .returning("m", maxReturn, affinity);
  }

  private List<String> decide(Trees trees, int type) {
    Compiled compiled = trees.compile("m");
    Decision decision = new Decision();
    compiled.plan().decide(type, new Client(), random, Trace.NONE, decision);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < decision.count(); i++) {
      names.add(compiled.leaves().get(decision.leaf(i)).endpoint().name());
    }
    return names;
  }
}

package io.waymark.protocol.routing;

import static io.waymark.protocol.profile.RoutingMethod.PRIORITY;
import static io.waymark.protocol.profile.RoutingMethod.WEIGHTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.waymark.protocol.Seeds;
import io.waymark.protocol.net.Client;
import io.waymark.protocol.profile.OnAllDown;
import io.waymark.protocol.profile.RoutingMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RoutingPlanTest {
  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void priorityAnswersTheLowestNumberThatIsAvailable() {
    Trees trees = new Trees().profile("shop", PRIORITY, "eu=192.0.2.1", "us=192.0.2.2");
    assertThat(trees.decide("shop", random)).as("not probed yet").isEqualTo("192.0.2.1");
    trees.down("shop", "eu");
    assertThat(trees.decide("shop", random)).isEqualTo("192.0.2.2");
    trees.up("shop", "eu");
    assertThat(trees.decide("shop", random)).as("fails back at once").isEqualTo("192.0.2.1");
  }

  @Test
  void answersAsIfAllWereUpWhenAllAreDown() {
    Trees trees =
        new Trees()
            .profile("shop", PRIORITY, "eu=192.0.2.1", "us=192.0.2.2")
            .down("shop", "eu", "us");
    assertThat(trees.decide("shop", random)).isEqualTo("192.0.2.1");
    trees.disable("shop", "eu");
    assertThat(trees.decide("shop", random)).as("Disabled never joins in").isEqualTo("192.0.2.2");
  }

  @Test
  void doesNotServeAStoppedEndpointWhenAllOthersAreDown() {
    Trees trees =
        new Trees()
            .profile("parent", PRIORITY, "child>child", "eu=192.0.2.1")
            .profile("child", PRIORITY, "us=192.0.2.2")
            .disable("child")
            .down("parent", "eu");
    assertThat(trees.decide("parent", random)).isEqualTo("192.0.2.1");
  }

  @ParameterizedTest
  @EnumSource(names = {"PRIORITY", "WEIGHTED", "PERFORMANCE", "SUBNET"})
  void aStoppedEndpointNeverJoinsInWhateverTheMethod(RoutingMethod method) {
    Trees trees =
        new Trees()
            .profile("parent", method, "child>child", "gone>gone", "eu=192.0.2.1")
            .ranges("parent", "child", "198.51.100.0/24")
            .in("parent", "child", "near")
            .in("parent", "gone", "near")
            .profile("child", PRIORITY, "us=192.0.2.2")
            .ranges("parent", "gone", "203.0.113.0/24")
            .disable("child")
            .down("parent", "eu");
    for (String client : List.of("198.51.100.7", "203.0.113.7", "192.0.2.7")) {
      for (int seed = 0; seed < 20; seed++) {
        Decision decision = new Decision();
        Compiled compiled = trees.compile("parent");
        compiled
            .plan()
            .decide(1, Trees.client(client), new SplittableRandom(seed), Trace.NONE, decision);
        assertThat(decision.count()).as("all but Stopped ones are Degraded").isEqualTo(1);
        assertThat(compiled.leaves().get(decision.leaf(0)).endpoint().name()).isEqualTo("eu");
      }
    }
    trees.disable("parent", "eu");
    assertThat(trees.decide("parent", "198.51.100.7")).isEqualTo("NODATA/0");
  }

  @Test
  void saysNothingWhenAllAreDownAndTheProfileWantsThat() {
    Trees trees =
        new Trees()
            .profile("a", PRIORITY, OnAllDown.NODATA, "eu=192.0.2.1")
            .profile("b", WEIGHTED, OnAllDown.SERVFAIL, "eu=192.0.2.1")
            .down("a", "eu")
            .down("b", "eu");
    assertThat(trees.decide("a", random)).isEqualTo("NODATA");
    assertThat(trees.decide("b", random)).isEqualTo("SERVFAIL");
  }

  @Test
  void isNxdomainForADisabledProfileAndForOneWithoutEnabledEndpoints() {
    Trees trees =
        new Trees()
            .profile("off", PRIORITY, "eu=192.0.2.1")
            .disable("off")
            .profile("empty", WEIGHTED)
            .profile("dark", WEIGHTED, "eu=192.0.2.1")
            .disable("dark", "eu");
    assertThat(trees.decide("off", random)).isEqualTo("NXDOMAIN");
    assertThat(trees.decide("empty", random)).isEqualTo("NXDOMAIN");
    assertThat(trees.decide("dark", random)).isEqualTo("NXDOMAIN");
  }

  @Test
  void isNodataWhenOnlyStoppedEndpointsAreLeft() {
    Trees trees =
        new Trees()
            .profile("parent", PRIORITY, "child>child")
            .profile("child", PRIORITY, "eu=192.0.2.1")
            .disable("child");
    assertThat(trees.decide("parent", random)).isEqualTo("NODATA");
    Trees orphan = new Trees().profile("parent", PRIORITY, "child>gone");
    assertThat(orphan.decide("parent", random)).isEqualTo("NODATA");
  }

  @Test
  void descendsThroughNestedProfilesToOneLeaf() {
    Trees trees =
        new Trees()
            .profile("top", PRIORITY, "a>mid", "z=192.0.2.9")
            .profile("mid", PRIORITY, "b>low", "y=192.0.2.8")
            .profile("low", PRIORITY, "c=192.0.2.1", "d=192.0.2.2")
            .up("low", "c", "d")
            .up("mid", "y");
    assertThat(trees.decide("top", random)).isEqualTo("192.0.2.1");
    trees.down("low", "c");
    assertThat(trees.decide("top", random)).isEqualTo("192.0.2.2");
    trees.down("low", "d");
    assertThat(trees.decide("top", random))
        .as("the nested endpoint is Degraded")
        .isEqualTo("192.0.2.8");
    trees.down("mid", "y");
    assertThat(trees.decide("top", random)).isEqualTo("192.0.2.9");
  }

  @Test
  void aLoopThatAMergeMadeEndsInItsOtherEndpoints() {
    Trees trees =
        new Trees()
            .profile("a", PRIORITY, "loop>b", "x=192.0.2.1")
            .profile("b", PRIORITY, "loop>a", "y=192.0.2.2");
    assertThat(trees.decide("a", random)).isEqualTo("192.0.2.2");
    assertThat(trees.decide("b", random)).isEqualTo("192.0.2.1");
  }

  @Test
  void aChildOfManyParentsIsCompiledOnceForEachDepth() {
    Trees trees = new Trees();
    for (int depth = 0; depth < 9; depth++) {
      String[] endpoints = new String[100];
      for (int i = 0; i < endpoints.length; i++) {
        endpoints[i] = "e" + i + ">p" + (depth + 1);
      }
      trees.profile("p" + depth, WEIGHTED, endpoints);
    }
    trees.profile("p9", PRIORITY, "leaf=192.0.2.1");
    Compiled compiled = trees.compile("p0");
    assertThat(compiled.leaves()).hasSize(1);
    assertThat(trees.decide("p0", random)).isEqualTo("192.0.2.1");
  }

  @Test
  void weightedDrawsInProportionExactly() {
    Seeds.forEach(
        500,
        seed -> {
          int n = 1 + seed.nextInt(20);
          Trees trees = new Trees();
          String[] endpoints = new String[n];
          for (int i = 0; i < n; i++) {
            endpoints[i] = "e" + i + "=192.0.2." + i;
          }
          trees.profile("w", WEIGHTED, endpoints);
          Map<String, Double> share = shares(trees.compile("w"));
          double total = n * (n + 1) / 2.0;
          for (int i = 0; i < n; i++) {
            assertThat(share.get("e" + i)).isCloseTo((i + 1) / total, within(1e-6));
          }
        });
  }

  /** Each endpoint's share of a fine grid over all 64-bit numbers that a draw can be given. */
  private static Map<String, Double> shares(Compiled compiled) {
    Map<String, Double> shares = new HashMap<>();
    int columns = compiled.leaves().size();
    for (int column = 0; column < columns; column++) {
      long high = ((long) column << 32) / columns + 1;
      long low = 0;
      // Within a column the choice changes at one threshold: find it by halving.
      String below = drawn(compiled, high << 32);
      String above = drawn(compiled, high << 32 | 0xffff_ffffL);
      if (below.equals(above)) {
        shares.merge(below, 1.0 / columns, Double::sum);
        continue;
      }
      long end = 0xffff_ffffL;
      while (end - low > 1) {
        long middle = (low + end) / 2;
        if (drawn(compiled, high << 32 | middle).equals(below)) {
          low = middle;
        } else {
          end = middle;
        }
      }
      double part = end / (double) (1L << 32) / columns;
      shares.merge(below, part, Double::sum);
      shares.merge(above, 1.0 / columns - part, Double::sum);
    }
    return shares;
  }

  private static String drawn(Compiled compiled, long bits) {
    Decision decision = new Decision();
    compiled.plan().decide(1, new Client(), () -> bits, Trace.NONE, decision);
    return compiled.leaves().get(decision.leaf(0)).endpoint().name();
  }

  @Test
  void weighted127LandsWithinOnePointOverAHundredThousandQueries() {
    Trees trees = new Trees().profile("w", WEIGHTED, "a=192.0.2.1", "b=192.0.2.2", "c=192.0.2.3");
    Map<String, Integer> seen = new HashMap<>();
    Compiled compiled = trees.compile("w");
    Decision decision = new Decision();
    for (int i = 0; i < 100_000; i++) {
      compiled.plan().decide(1, new Client(), random, Trace.NONE, decision);
      seen.merge(compiled.leaves().get(decision.leaf(0)).endpoint().name(), 1, Integer::sum);
    }
    assertThat(seen.getOrDefault("a", 0) / 1000.0).isCloseTo(100 / 6.0, within(1.0));
    assertThat(seen.getOrDefault("b", 0) / 1000.0).isCloseTo(200 / 6.0, within(1.0));
    assertThat(seen.getOrDefault("c", 0) / 1000.0).isCloseTo(300 / 6.0, within(1.0));
  }

  @Test
  void explainsTheVeryDecisionThatIsMade() {
    Seeds.forEach(
        1_000,
        seed -> {
          Trees trees = randomTree(seed);
          Compiled compiled = trees.compile("p0");
          long draw = seed.nextLong();
          Decision plain = new Decision();
          compiled.plan().decide(1, new Client(), new SplittableRandom(draw), Trace.NONE, plain);
          Decision told = new Decision();
          Explanation explanation =
              Explanation.of(compiled, 1, new Client(), new SplittableRandom(draw), told);
          assertThat(told.outcome()).isEqualTo(plain.outcome());
          if (plain.outcome() == Decision.Outcome.ENDPOINTS) {
            assertThat(told.leaf(0)).isEqualTo(plain.leaf(0));
            String leaf = compiled.leaves().get(plain.leaf(0)).endpoint().name();
            assertThat(explanation.steps().getLast().chosen()).isEqualTo(leaf);
            String path =
                String.join(
                    "/",
                    explanation.steps().stream()
                        .map(step -> String.valueOf(step.chosen()))
                        .toList());
            assertThat(explanation.candidates()).extracting(c -> c.endpoint()).contains(path);
            assertThat(explanation.candidates().stream().mapToDouble(c -> c.probability()).sum())
                .isCloseTo(1, within(1e-9));
          }
        });
  }

  private static Trees randomTree(Random random) {
    Trees trees = new Trees();
    int profiles = 1 + random.nextInt(5);
    for (int p = 0; p < profiles; p++) {
      List<String> endpoints = new ArrayList<>();
      for (int e = random.nextInt(5); e >= 0; e--) {
        boolean nested = p + 1 < profiles && random.nextInt(3) == 0;
        endpoints.add(
            nested
                ? "e" + p + e + ">p" + (p + 1 + random.nextInt(profiles - p - 1))
                : "e" + p + e + "=192.0.2." + (10 * p + e));
      }
      RoutingMethod method = random.nextBoolean() ? PRIORITY : WEIGHTED;
      trees.profile("p" + p, method, endpoints.toArray(String[]::new));
      for (String endpoint : endpoints) {
        String name = endpoint.split("[=>]", 2)[0];
        switch (random.nextInt(4)) {
          case 0 -> trees.up("p" + p, name);
          case 1 -> trees.down("p" + p, name);
          case 2 -> trees.disable("p" + p, name);
          default -> {}
        }
      }
    }
    return trees;
  }
}

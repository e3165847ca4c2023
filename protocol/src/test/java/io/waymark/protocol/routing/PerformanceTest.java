package io.waymark.protocol.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.waymark.protocol.location.LocationIndex;
import io.waymark.protocol.profile.RoutingMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PerformanceTest {
  private static final String US_CLIENT = "198.51.100.7";

  private final Trees trees =
      new Trees()
          .places(SamplePlaces.INDEX)
          .profile(
              "shop",
              RoutingMethod.PERFORMANCE,
              "asia=asia.example",
              "eu=eu.example",
              "us=us.example")
          .in("shop", "us", "us")
          .in("shop", "eu", "EU")
          .in("shop", "asia", "asia");

  @Test
  void theRegionWithTheLowestLatencyWins() {
    assertThat(trees.decide("shop", US_CLIENT)).isEqualTo("us.example/24");
    assertThat(trees.decide("shop", "203.0.113.9")).isEqualTo("eu.example/24");
    assertThat(trees.decide("shop", "192.0.2.9")).isEqualTo("asia.example/24");
  }

  @Test
  void failsOverToTheNextClosestRegion() {
    trees.up("shop", "eu", "asia").down("shop", "us");
    assertThat(trees.decide("shop", US_CLIENT)).isEqualTo("eu.example/24");
    trees.down("shop", "eu");
    assertThat(trees.decide("shop", US_CLIENT)).isEqualTo("asia.example/24");
    trees.down("shop", "asia");
    assertThat(trees.decide("shop", US_CLIENT)).as("all are down").isEqualTo("us.example/24");
  }

  @Test
  void aDisabledEndpointIsAsGoodAsAbsent() {
    trees.disable("shop", "us");
    assertThat(trees.decide("shop", US_CLIENT)).isEqualTo("eu.example/24");
  }

  @Test
  void distanceDecidesWhereNothingWasMeasured() {
    assertThat(trees.decide("shop", "10.7.1.1")).isEqualTo("eu.example/16");
    assertThat(trees.decide("shop", "13.1.1.1")).isEqualTo("us.example/8");
    assertThat(trees.decide("shop", "2001:db8::1")).isEqualTo("eu.example/32");
  }

  @Test
  void regionsThatWereMeasuredGoBeforeThoseThatWereNot() {
    trees.down("shop", "us").up("shop", "eu", "asia");
    assertThat(trees.decide("shop", "192.0.3.1")).isEqualTo("eu.example/24");
    trees.down("shop", "eu");
    assertThat(trees.decide("shop", "192.0.3.1")).isEqualTo("asia.example/24");
  }

  @Test
  void theNameDecidesBetweenRegionsAsNear() {
    assertThat(trees.decide("shop", "192.0.3.1")).isEqualTo("eu.example/24");
    assertThat(trees.decide("shop", "20.1.1.1"))
        .as("of an address of which nothing is known")
        .startsWith("asia.example/");
  }

  @Test
  void regionsThatNobodyKnowsAreTheLastResortByName() {
    trees.in("shop", "us", "mars").in("shop", "asia", "venus");
    assertThat(trees.decide("shop", US_CLIENT)).isEqualTo("eu.example/24");
    trees.disable("shop", "eu");
    assertThat(trees.decide("shop", US_CLIENT)).isEqualTo("us.example/0");
  }

  @Test
  void withoutLocationDataTheFirstRegionByNameServesAll() {
    trees.places(LocationIndex.EMPTY);
    assertThat(trees.decide("shop", US_CLIENT)).isEqualTo("asia.example/0");
  }

  @Test
  void clientNetworksAreSpreadEvenlyOverTheEndpointsOfARegionAndStay() {
    trees
        .profile("two", RoutingMethod.PERFORMANCE, "a=a.example", "b=b.example", "c=c.example")
        .in("two", "a", "us")
        .in("two", "b", "us")
        .in("two", "c", "eu");
    Compiled compiled = trees.compile("two");
    Decision decision = new Decision();
    Map<String, Integer> counts = new HashMap<>();
    int networks = 20_000;
    for (int i = 0; i < networks; i++) {
      Set<String> seen = new HashSet<>();
      for (int host = 0; host < 4; host++) {
        String client = "11." + (i >> 8 & 255) + "." + (i & 255) + "." + host * 60;
        compiled
            .plan()
            .decide(1, Trees.client(client), new SplittableRandom(host), Trace.NONE, decision);
        assertThat(decision.scope()).isEqualTo(24);
        seen.add(compiled.leaves().get(decision.leaf(0)).endpoint().name());
      }
      assertThat(seen).hasSize(1);
      counts.merge(seen.iterator().next(), 1, Integer::sum);
    }
    assertThat(counts).containsOnlyKeys("a", "b");
    assertThat((double) counts.getOrDefault("a", 0) / networks).isCloseTo(0.5, within(0.02));
  }

  @Test
  void anEndpointThatFailsLeavesItsClientsAloneToTheOthersOfItsRegion() {
    trees
        .profile("two", RoutingMethod.PERFORMANCE, "a=a.example", "b=b.example", "c=c.example")
        .in("two", "a", "us")
        .in("two", "b", "us")
        .in("two", "c", "us")
        .up("two", "a", "b", "c");
    Map<String, String> before = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      String client = "11.1." + (i >> 8) + "." + i % 256;
      String network = "11." + i % 100 + ".7.0/24";
      before.put(client, trees.decide("two", client));
      before.put(network, trees.decide("two", network));
    }
    trees.down("two", "b");
    Set<String> moved = new HashSet<>();
    before.forEach((client, was) -> {
      String is = trees.decide("two", client);
      if (was.startsWith("b.")) {
        assertThat(is).matches("[ac]\\.example/24");
        moved.add(is);
      } else {
        assertThat(is).isEqualTo(was);
      }
    });
    assertThat(moved).as("both take some").hasSize(2);
  }

  @Test
  void everyNodeSendsAClientNetworkToTheSameEndpointOfItsRegion() {
    List<String> clients = IntStream.range(0, 200).mapToObj(i -> "11.2." + i + ".0/24").toList();
    List<List<String>> nodes = new ArrayList<>();
    for (List<String> order : List.of(List.of("a", "b", "c"), List.of("c", "a", "b"))) {
      Trees node = new Trees().places(SamplePlaces.INDEX);
      node.profile(
          "two",
          RoutingMethod.PERFORMANCE,
          order.stream().map(name -> name + "=" + name + ".example").toArray(String[]::new));
      order.forEach(name -> node.in("two", name, "us"));
      nodes.add(clients.stream().map(client -> node.decide("two", client)).toList());
    }
    assertThat(nodes.getFirst()).isEqualTo(nodes.getLast());
    assertThat(new HashSet<>(nodes.getFirst())).hasSize(3);
  }

  @Test
  void aRangeComesFirstWhileItsEndpointIsHealthy() {
    trees.ranges("shop", "asia", "198.51.100.0-198.51.100.15").up("shop", "asia", "eu", "us");
    assertThat(trees.decide("shop", US_CLIENT)).isEqualTo("asia.example/28");
    assertThat(trees.decide("shop", "198.51.100.200")).isEqualTo("us.example/25");
    trees.down("shop", "asia");
    assertThat(trees.decide("shop", US_CLIENT)).startsWith("us.example/");
  }

  @Test
  void aDegradedChildLeavesItsRegion() {
    trees
        .profile("child", RoutingMethod.WEIGHTED, "prod=prod.example", "test=test.example")
        .profile("parent", RoutingMethod.PERFORMANCE, "west=west.example", "europe>child")
        .in("parent", "west", "us")
        .in("parent", "europe", "eu")
        .up("parent", "west")
        .up("child", "test")
        .down("child", "prod");
    assertThat(trees.decide("parent", "203.0.113.9")).isEqualTo("test.example/24");
    trees.down("child", "test");
    assertThat(trees.decide("parent", "203.0.113.9")).isEqualTo("west.example/24");
  }

  @Test
  void explainsTheRegionsFromTheNearest() {
    trees.up("shop", "us", "eu").down("shop", "asia");
    Explanation told =
        Explanation.of(
            trees.compile("shop"),
            1,
            Trees.client(US_CLIENT),
            new SplittableRandom(1),
            new Decision());
    Explanation.Step step = told.steps().getFirst();
    assertThat(step.rule()).isEqualTo("us has the lowest latency, 20.0 ms");
    assertThat(step.scope()).isEqualTo(24);
    ClientView view = Objects.requireNonNull(step.view());
    assertThat(view.row()).hasToString("198.51.100.0/24");
    assertThat(view.considered())
        .extracting(ClientView.Considered::name)
        .containsExactly("us", "eu");
    assertThat(view.considered().getFirst().latencyMicros()).isEqualTo(20_000);
    assertThat(step.note().dropped()).containsExactly(new StepNote.Dropped("asia", "Degraded"));
    assertThat(told.candidates()).containsExactly(new Explanation.Chance("us", 1));
  }
}

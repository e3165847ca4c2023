package io.waymark.protocol.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import io.waymark.protocol.location.LocationIndex;
import io.waymark.protocol.net.PrefixMap;
import io.waymark.protocol.profile.OnAllDown;
import io.waymark.protocol.profile.RoutingMethod;
import io.waymark.protocol.profile.SubnetRange;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SubnetTest {
  private final Trees trees =
      new Trees()
          .profile(
              "lan",
              RoutingMethod.SUBNET,
              "office=office.example",
              "lab=lab.example",
              "rest=rest.example")
          .ranges("lan", "office", "198.51.100.0/25", "2001:db8:1::/48")
          .ranges("lan", "lab", "203.0.113.3-203.0.113.200", "192.0.2.77");

  private final Trees closed =
      new Trees()
          .profile("shut", RoutingMethod.SUBNET, "office=office.example", "lab=lab.example")
          .ranges("shut", "office", "198.51.100.0/25")
          .ranges("shut", "lab", "192.0.2.77");

  @Test
  void theEndpointWhoseRangeHoldsTheClientWins() {
    assertThat(trees.decide("lan", "198.51.100.9")).isEqualTo("office.example/25");
    assertThat(trees.decide("lan", "2001:db8:1::9")).isEqualTo("office.example/48");
    assertThat(trees.decide("lan", "203.0.113.3")).isEqualTo("lab.example/32");
    assertThat(trees.decide("lan", "203.0.113.130")).isEqualTo("lab.example/26");
    assertThat(trees.decide("lan", "192.0.2.77")).isEqualTo("lab.example/32");
  }

  @Test
  void theEndpointWithoutRangesServesAllOthers() {
    assertThat(trees.decide("lan", "198.51.100.129")).isEqualTo("rest.example/25");
    assertThat(trees.decide("lan", "203.0.113.2")).isEqualTo("rest.example/32");
    assertThat(trees.decide("lan", "192.0.2.76")).isEqualTo("rest.example/32");
    assertThat(trees.decide("lan", "2001:db8:2::1")).isEqualTo("rest.example/47");
    assertThat(trees.decide("lan", "10.0.0.1")).isEqualTo("rest.example/1");
  }

  @Test
  void aClientThatNoRangeHoldsGetsNoDataWhereNoEndpointIsForAllOthers() {
    assertThat(closed.decide("shut", "198.51.100.129")).isEqualTo("NODATA/25");
  }

  @Test
  void theRangesOfADisabledEndpointVanish() {
    trees.disable("lan", "office");
    assertThat(trees.decide("lan", "198.51.100.9")).startsWith("rest.example/");
    closed.disable("shut", "office");
    assertThat(closed.decide("shut", "198.51.100.9")).startsWith("NODATA/");
  }

  @Test
  void anUnhealthyEndpointIsReplacedByTheOneForAllOthers() {
    trees.down("lan", "office").up("lan", "rest");
    assertThat(trees.decide("lan", "198.51.100.9")).isEqualTo("rest.example/25");
  }

  @Test
  void withoutAHealthyReplacementThereIsNoDataAsLongAsAnyEndpointIsHealthy() {
    closed.down("shut", "office").up("shut", "lab");
    assertThat(closed.decide("shut", "198.51.100.9")).isEqualTo("NODATA/25");
    trees.down("lan", "office", "rest").up("lan", "lab");
    assertThat(trees.decide("lan", "198.51.100.9")).isEqualTo("NODATA/25");
    assertThat(trees.decide("lan", "10.0.0.1")).isEqualTo("NODATA/1");
  }

  @Test
  void whenAllAreDownItAnswersAsIfAllWereUp() {
    trees.down("lan", "office", "lab", "rest");
    assertThat(trees.decide("lan", "198.51.100.9")).isEqualTo("office.example/25");
    assertThat(trees.decide("lan", "10.0.0.1")).isEqualTo("rest.example/1");
  }

  @Test
  void theOperatorMaySayThatNothingIsAnsweredWhenAllAreDown() {
    trees
        .profile("strict", RoutingMethod.SUBNET, OnAllDown.NODATA, "one=one.example")
        .down("strict", "one");
    assertThat(trees.decide("strict", "198.51.100.9")).isEqualTo("NODATA/0");
  }

  @Test
  void aStoppedEndpointIsNeverServed() {
    trees
        .profile("child", RoutingMethod.PRIORITY, "one=one.example")
        .disable("child")
        .profile("nesting", RoutingMethod.SUBNET, "office>child", "rest=rest.example")
        .ranges("nesting", "office", "198.51.100.0/25")
        .down("nesting", "rest");
    assertThat(trees.decide("nesting", "198.51.100.9")).isEqualTo("rest.example/25");
    trees.disable("nesting", "rest");
    assertThat(trees.decide("nesting", "198.51.100.9")).isEqualTo("NODATA/0");
  }

  @Test
  void aNetworkThatIsSaidTooCoarselyLearnsHowFineTheRangesAre() {
    assertThat(trees.decide("lan", "203.0.113.0/24")).isEqualTo("rest.example/31");
  }

  @Test
  void aRangeWithAHoleDoesNotAnswerForAllOfIt() {
    trees
        .profile("hole", RoutingMethod.SUBNET, "wide=wide.example", "rest=rest.example")
        .ranges("hole", "wide", "10.0.0.0-10.6.255.255", "10.8.0.0-10.255.255.255");
    assertThat(trees.decide("hole", "10.200.0.1")).isEqualTo("wide.example/9");
    assertThat(trees.decide("hole", "10.6.0.1")).isEqualTo("wide.example/16");
    assertThat(trees.decide("hole", "10.7.0.1")).isEqualTo("rest.example/16");
  }

  @Test
  void aMapIsBuiltOnceForAllVerdictsAndAnewForOtherRanges() {
    RangeMaps maps = new RangeMaps();
    List<List<SubnetRange>> ranges = List.of(trees.get("lan").endpoints().getFirst().subnets());
    PrefixMap first = maps.of(trees.get("lan"), ranges);
    trees.down("lan", "office");
    assertThat(maps.of(trees.get("lan"), List.copyOf(ranges))).isSameAs(first);
    List<List<SubnetRange>> others = List.of(List.of(Trees.range("192.0.2.0/24")));
    assertThat(maps.of(trees.get("lan"), others)).isNotEqualTo(first);
    assertThat(maps.of(closed.get("shut"), ranges)).isNotSameAs(first).isEqualTo(first);
    PrefixMap again = maps.of(trees.get("lan"), ranges);
    maps.forget("LAN");
    assertThat(maps.of(trees.get("lan"), ranges)).isNotSameAs(again).isEqualTo(again);
  }

  @Test
  void plansOfKeptMapsDecideAsThoseOfNewOnes() {
    RangeMaps kept = new RangeMaps();
    Seeds.forEach(
        200,
        random -> {
          Trees some =
              new Trees()
                  .profile(
                      "lan", RoutingMethod.SUBNET, "a=a.example", "b=b.example", "c=c.example");
          for (String endpoint : List.of("a", "b")) {
            some.ranges(
                "lan",
                endpoint,
                "10.%d.0.0/16".formatted(random.nextInt(3)),
                "10.%d.0.0/16".formatted(3 + random.nextInt(3)));
            if (random.nextInt(4) == 0) {
              some.disable("lan", endpoint);
            } else if (random.nextBoolean()) {
              some.down("lan", endpoint);
            }
          }
          NearestRegions nowhere = new NearestRegions(LocationIndex.EMPTY);
          assertThat(PlanBuilder.compile(some.get("lan"), some.statuses(), nowhere, kept).plan())
              .isEqualTo(PlanBuilder.compile(some.get("lan"), some.statuses(), nowhere).plan());
        });
  }

  @Test
  void fencesOffOneNetworkAndLeavesTheOthersToAChildThatLooksAtPlaces() {
    trees
        .places(SamplePlaces.INDEX)
        .profile("geo", RoutingMethod.GEOGRAPHIC, "spain=spain.example", "world=world.example")
        .mapped("geo", "spain", "ES")
        .mapped("geo", "world", "WORLD")
        .profile("fence", RoutingMethod.SUBNET, "isp=isp.example", "others>geo")
        .ranges("fence", "isp", "10.7.9.0/24");
    assertThat(trees.decide("fence", "10.7.9.1")).isEqualTo("isp.example/24");
    assertThat(trees.decide("fence", "10.7.8.1")).isEqualTo("spain.example/24");
    assertThat(trees.decide("fence", "10.7.128.1")).isEqualTo("spain.example/17");
    assertThat(trees.decide("fence", "11.0.0.1")).isEqualTo("world.example/8");
  }

  @Test
  void explainsWhichRangeHoldsTheClient() {
    trees.up("lan", "lab");
    Explanation told =
        Explanation.of(
            trees.compile("lan"),
            1,
            Trees.client("203.0.113.130"),
            new SplittableRandom(1),
            new Decision());
    Explanation.Step step = told.steps().getFirst();
    assertThat(step.rule())
        .isEqualTo("203.0.113.3-203.0.113.200 is mapped to lab, which is Online");
    assertThat(Objects.requireNonNull(step.view()).row()).hasToString("203.0.113.128/26");
    assertThat(step.chosen()).isEqualTo("lab");
    assertThat(step.scope()).isEqualTo(26);
  }
}

package io.waymark.protocol.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.location.LocationIndex;
import io.waymark.protocol.profile.OnAllDown;
import io.waymark.protocol.profile.RoutingMethod;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class GeographicTest {
  private final Trees trees =
      new Trees()
          .places(SamplePlaces.INDEX)
          .profile(
              "geo",
              RoutingMethod.GEOGRAPHIC,
              "world=world.example",
              "europe=europe.example",
              "spain=spain.example",
              "washington=washington.example")
          .mapped("geo", "world", "WORLD")
          .mapped("geo", "europe", "GEO-EU")
          .mapped("geo", "spain", "ES", "MX")
          .mapped("geo", "washington", "US-WA");

  @Test
  void theNarrowestMappedPlaceWinsWhateverTheOrder() {
    assertThat(trees.decide("geo", "10.7.1.1")).isEqualTo("spain.example/16");
    assertThat(trees.decide("geo", "11.1.1.1")).isEqualTo("washington.example/8");
    assertThat(trees.decide("geo", "2001:db8::1")).isEqualTo("europe.example/32");
    assertThat(trees.decide("geo", "13.1.1.1")).isEqualTo("spain.example/8");
  }

  @Test
  void thePlaceAroundTheClientIsTriedWhereItsOwnIsNotMapped() {
    assertThat(trees.decide("geo", "14.1.1.1")).isEqualTo("world.example/8");
    trees.mapped("geo", "washington", "US");
    assertThat(trees.decide("geo", "11.1.1.1")).isEqualTo("washington.example/8");
    trees.mapped("geo", "washington", "GEO-NA");
    assertThat(trees.decide("geo", "11.1.1.1")).isEqualTo("washington.example/8");
  }

  @Test
  void aPrefixWithAHoleDoesNotAnswerForAllOfIt() {
    // 10.0.0.0/8 is in France but for 10.7.0.0/16, which is in Spain.
    assertThat(trees.decide("geo", "10.200.0.1")).isEqualTo("europe.example/9");
    assertThat(trees.decide("geo", "10.6.0.1")).isEqualTo("europe.example/16");
    assertThat(trees.decide("geo", "10.7.0.1")).isEqualTo("spain.example/16");
    assertThat(trees.decide("geo", "10.0.0.1")).isEqualTo("europe.example/14");
  }

  @Test
  void healthDoesNotMatter() {
    trees.up("geo", "europe", "world").down("geo", "spain");
    assertThat(trees.decide("geo", "10.7.1.1")).isEqualTo("spain.example/16");
    trees.down("geo", "europe", "world", "washington");
    assertThat(trees.decide("geo", "10.7.1.1")).isEqualTo("spain.example/16");
  }

  @Test
  void whatHappensWhenAllAreDownIsNoQuestionForAMethodThatLooksAtNoHealth() {
    trees
        .profile("all", RoutingMethod.GEOGRAPHIC, OnAllDown.SERVFAIL, "one=one.example")
        .mapped("all", "one", "WORLD")
        .down("all", "one");
    assertThat(trees.decide("all", "10.7.1.1")).startsWith("one.example/");
  }

  @Test
  void onlyADisabledEndpointLetsTheSearchClimb() {
    trees.disable("geo", "spain");
    assertThat(trees.decide("geo", "10.7.1.1")).isEqualTo("europe.example/16");
    trees.disable("geo", "europe");
    assertThat(trees.decide("geo", "10.7.1.1")).isEqualTo("world.example/16");
  }

  @Test
  void aMatchThatIsStoppedIsNoData() {
    trees
        .profile("child", RoutingMethod.PRIORITY, "one=one.example")
        .disable("child")
        .profile("nesting", RoutingMethod.GEOGRAPHIC, "spain>child", "europe=europe.example")
        .mapped("nesting", "spain", "ES")
        .mapped("nesting", "europe", "GEO-EU");
    assertThat(trees.decide("nesting", "10.7.1.1")).isEqualTo("NODATA/16");
    assertThat(trees.decide("nesting", "10.200.0.1")).isEqualTo("europe.example/9");
  }

  @Test
  void aDegradedChildIsDescendedIntoAndDoesItsBest() {
    trees
        .profile("child", RoutingMethod.PRIORITY, "one=one.example", "two=two.example")
        .down("child", "one", "two")
        .profile("nesting", RoutingMethod.GEOGRAPHIC, "spain>child")
        .mapped("nesting", "spain", "ES");
    assertThat(trees.decide("nesting", "10.7.1.1")).isEqualTo("one.example/16");
  }

  @Test
  void aPlaceThatNoCodeHoldsIsNoData() {
    trees.disable("geo", "world");
    assertThat(trees.decide("geo", "14.1.1.1")).isEqualTo("NODATA/8");
  }

  @Test
  void anAddressOfUnknownPlaceBelongsToTheWorldAlone() {
    assertThat(trees.decide("geo", "192.0.2.1")).startsWith("world.example/");
    assertThat(trees.decide("geo", "12.1.1.1"))
        .as("Congo-Brazzaville has no code")
        .startsWith("world.example/");
    trees.disable("geo", "world");
    assertThat(trees.decide("geo", "192.0.2.1")).startsWith("NODATA/");
  }

  @Test
  void withoutLocationDataTheWorldIsAllThereIs() {
    trees.places(LocationIndex.EMPTY);
    assertThat(trees.decide("geo", "10.7.1.1")).isEqualTo("world.example/0");
  }

  @Test
  void aRangeComesFirstWhateverTheHealthOfItsEndpoint() {
    trees.ranges("geo", "washington", "10.7.4.0/24").down("geo", "washington").up("geo", "spain");
    assertThat(trees.decide("geo", "10.7.4.9")).isEqualTo("washington.example/24");
    assertThat(trees.decide("geo", "10.7.5.9")).isEqualTo("spain.example/24");
    trees.disable("geo", "washington");
    assertThat(trees.decide("geo", "10.7.4.9")).isEqualTo("spain.example/16");
  }

  @Test
  void explainsWhichCodesItLookedAt() {
    Explanation told =
        Explanation.of(
            trees.compile("geo"),
            1,
            Trees.client("11.1.1.1"),
            new SplittableRandom(1),
            new Decision());
    ClientView view = Objects.requireNonNull(told.steps().getFirst().view());
    assertThat(view.row()).hasToString("11.0.0.0/8");
    assertThat(view.considered()).extracting(ClientView.Considered::name).containsExactly("US-WA");
    assertThat(view.rule())
        .isEqualTo(
            "11.0.0.0/8 is in US-WA: US-WA is mapped to washington, which is CheckingEndpoint");
    assertThat(told.candidates()).containsExactly(new Explanation.Chance("washington", 1));
  }
}

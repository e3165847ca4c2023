package io.waymark.protocol.fleet;

import static io.waymark.protocol.fleet.Confirmations.Wait.ALL;
import static io.waymark.protocol.fleet.Confirmations.Wait.LOCAL;
import static io.waymark.protocol.fleet.Confirmations.Wait.MAJORITY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class ConfirmationsTest {
  private final Confirmations none = Confirmations.none("a", Set.of("a", "b", "c", "d"));

  @Test
  void nobodyHasItAtFirst() {
    assertThat(none).hasToString("0/4");
    assertThat(none.met(LOCAL)).isFalse();
    assertThat(none.met(MAJORITY)).isFalse();
    assertThat(none.met(ALL)).isFalse();
  }

  @Test
  void localIsTheNodeThatWasAsked() {
    assertThat(none.with("b").with("c").with("d").met(LOCAL)).isFalse();
    assertThat(none.with("a").met(LOCAL)).isTrue();
  }

  @Test
  void halfOfTheRosterIsNoMajority() {
    assertThat(none.with("a").with("b").met(MAJORITY)).isFalse();
    assertThat(none.with("a").with("b").with("d").met(MAJORITY)).isTrue();
  }

  @Test
  void allIsEverybodyOfTheRosterAliveOrNot() {
    Confirmations three = none.with("a").with("b").with("c");
    assertThat(three.met(ALL)).isFalse();
    assertThat(three.with("d").met(ALL)).isTrue();
    assertThat(three.among(Set.of("a", "b", "c")).met(ALL)).isTrue();
  }

  @Test
  void aRepeatOrAStrangerDoesNotCount() {
    assertThat(none.with("a").with("a").with("x")).hasToString("1/4");
    assertThat(none.with("x").among(Set.of("a", "x"))).hasToString("1/2");
  }

  @Test
  void aFleetOfOneHasItEverywhereAtOnce() {
    Confirmations alone = Confirmations.none("a", Set.of("a")).with("a");
    assertThat(alone.met(LOCAL) && alone.met(MAJORITY) && alone.met(ALL)).isTrue();
  }
}

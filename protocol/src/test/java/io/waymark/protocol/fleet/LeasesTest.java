package io.waymark.protocol.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LeasesTest {
  private static final Set<String> ABC = Set.of("a", "b", "c");
  private static final String KEY = keyOf("a", "b", "c");

  /** A key with this order of homes. */
  private static String keyOf(String... homes) {
    for (int i = 0; ; i++) {
      String key = Homes.keyOf("profile" + i);
      if (Rendezvous.order(key, List.of(homes)).equals(List.of(homes))) {
        return key;
      }
    }
  }

  private final TestPulse a = new TestPulse("a");
  private final Leases leases = new Leases("a");

  private static Pulse pulse(String sender, Pulse.Hearing... hears) {
    TestPulse node = new TestPulse(sender);
    node.hears = List.of(hears);
    return node.next();
  }

  private static Pulse.Hearing steady(String node) {
    return new Pulse.Hearing(node, 1_000, 1, true);
  }

  private static Pulse.Hearing heard(String node) {
    return new Pulse.Hearing(node, 1_000, 1, false);
  }

  @Test
  void grantsOfAMajorityMakeItExact() {
    leases.sent(a.next(), 0);
    leases.heard(pulse("b", steady("a"), steady("b")));
    assertThat(leases.exact(KEY, ABC, 100)).isFalse();
    leases.heard(pulse("c", steady("a"), steady("c")));
    assertThat(leases.exact(KEY, ABC, 100)).isTrue();
    assertThat(leases.exact(KEY, Set.of("a", "b", "c", "d"), 100)).isFalse();
  }

  @Test
  void aGrantEndsThreeSecondsAfterItsHolderSentThePulseEchoed() {
    leases.sent(a.next(), 0);
    leases.heard(pulse("b", steady("a")));
    leases.heard(pulse("c", steady("a")));
    assertThat(leases.exact(KEY, ABC, 2_999)).isTrue();
    assertThat(leases.exact(KEY, ABC, 3_000)).isFalse();
  }

  @Test
  void anEchoOfAPulseNeverSentGrantsNothing() {
    a.restart();
    leases.sent(a.next(), 0);
    leases.heard(pulse("b", steady("a")));
    leases.heard(pulse("c", steady("a")));
    assertThat(leases.exact(KEY, ABC, 100)).isFalse();
  }

  @Test
  void whoIsNotHeardSteadilyIsGrantedNothing() {
    leases.sent(a.next(), 0);
    leases.heard(pulse("b", heard("a")));
    leases.heard(pulse("c", heard("a")));
    assertThat(leases.exact(KEY, ABC, 100)).isFalse();
  }

  @Test
  void whoMayStillHearABetterHomeGrantsNothingToAnother() {
    String key = keyOf("b", "a", "c");
    leases.sent(a.next(), 0);
    leases.heard(pulse("b", steady("a")));
    leases.heard(pulse("c", steady("a"), heard("b")));
    assertThat(leases.exact(key, ABC, 100)).isFalse();
    assertThat(leases.exact(KEY, ABC, 100)).isTrue();
  }

  @Test
  void aFleetOfOneIsExactAsSoonAsItHasHeardItselfForAWhile() {
    SimulatedNodes alone = new SimulatedNodes(1, new Random(0));
    alone.runFor(2_000);
    assertThat(alone.exactHomes(KEY)).isEmpty();
    alone.runFor(3_000);
    assertThat(alone.exactHomes(KEY)).containsExactly("n0");
  }

  @Test
  void aSuccessorIsExactAboutFiveSecondsAfterTheHomeFellSilent() {
    SimulatedNodes nodes = new SimulatedNodes(3, new Random(0));
    nodes.runFor(6_000);
    String home = nodes.exactHomes(KEY).getFirst();
    nodes.stop(home, 60_000);
    nodes.runFor(4_000);
    assertThat(nodes.exactHomes(KEY)).isEmpty();
    nodes.runFor(3_500);
    assertThat(nodes.exactHomes(KEY)).hasSize(1).doesNotContain(home);
  }

  @Test
  void aHomeThatLeavesInOrderHasASuccessorAsSoon() {
    SimulatedNodes nodes = new SimulatedNodes(3, new Random(0));
    nodes.runFor(6_000);
    String home = nodes.exactHomes(KEY).getFirst();
    nodes.takeEdits(home, false);
    nodes.runFor(8_000);
    assertThat(nodes.exactHomes(KEY)).hasSize(1).doesNotContain(home);
  }

  /**
   * Links are cut one way, messages take seconds, nodes stop for a while with their mail piling up,
   * restart, or take no edits for a moment: no key ever has two exact homes, and when all is well
   * again it has one, the same for everybody.
   */
  @Test
  void noKeyEverHasTwoExactHomes() {
    Seeds.forEach(
        40,
        random -> {
          SimulatedNodes nodes = new SimulatedNodes(2 + random.nextInt(4), random);
          List<String> keys = List.of(Homes.WHOLE, Homes.keyOf("shop"));
          for (int step = 0; step < 400; step++) {
            if (step % 15 == 0) {
              nodes.disturb();
            }
            nodes.runFor(100);
            for (String key : keys) {
              List<String> homes = nodes.exactHomes(key);
              assertThat(homes).as(key).hasSizeLessThanOrEqualTo(1);
            }
          }
          nodes.heal();
          nodes.runFor(15_000);
          for (String key : keys) {
            assertThat(nodes.exactHomes(key)).isEqualTo(List.of(nodes.home(key)));
          }
        });
  }
}

package io.waymark.protocol.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class PulsesTest {
  private final Pulses pulses = new Pulses();
  private final TestPulse a = new TestPulse("a");

  @Test
  void aNodeIsAliveForFiveSecondsAfterItsLastPulse() {
    pulses.heard(a.next(), 10_000, 0);

    assertThat(pulses.freshNames(15_000)).containsExactly("a");
    assertThat(pulses.freshNames(15_001)).isEmpty();
    assertThat(pulses.roster()).containsExactly("a");
  }

  @Test
  void theSendersWallClockMakesNobodyAliveOrDead() {
    pulses.heard(a.next(1L << 41), 0, 0);
    pulses.heard(new TestPulse("b").next(-1), 0, 1L << 41);

    assertThat(pulses.freshNames(5_000)).containsExactly("a", "b");
    assertThat(pulses.freshNames(5_001)).isEmpty();
  }

  @Test
  void aPulseOutOfOrderChangesNothing() {
    Pulse first = a.next();
    Pulse second = a.next();
    assertThat(pulses.heard(second, 0, 0)).isTrue();

    assertThat(pulses.heard(first, 4_000, 0)).isFalse();
    assertThat(pulses.heard(second, 4_000, 0)).isFalse();

    assertThat(pulses.latest("a", 4_000)).isSameAs(second);
    assertThat(pulses.freshNames(5_001)).isEmpty();
  }

  @Test
  void aRestartedNodeReplacesItsFormerLife() {
    Pulse former = a.next();
    pulses.heard(a.next(), 0, 0);
    a.restart();
    Pulse restarted = a.next();

    assertThat(pulses.heard(restarted, 1_000, 0)).isTrue();
    assertThat(pulses.heard(former, 2_000, 0)).isFalse();
    assertThat(pulses.latest("a", 2_000)).isSameAs(restarted);
    assertThat(pulses.impostors(2_000)).isEmpty();
  }

  @Test
  void aNodeThatRestartedWithItsClockSetBackIsHeardOnceItsFormerLifeIsStale() {
    pulses.heard(a.next(), 0, 0);
    a.incarnation -= 3_600_000;

    assertThat(pulses.heard(a.next(), 5_000, 0)).isFalse();
    assertThat(pulses.heard(a.next(), 5_001, 0)).isTrue();
    assertThat(pulses.freshNames(10_001)).containsExactly("a");
  }

  @Test
  void twoMachinesOfOneNameAreFoundAndTheLaterStartedSpeaks() {
    TestPulse other = new TestPulse("a", "us", 99);
    other.incarnation = a.incarnation + 1;
    for (long second = 0; second <= 3; second++) {
      assertThat(pulses.heard(a.next(), second * 1_000, 0)).isEqualTo(second == 0);
      assertThat(pulses.heard(other.next(), second * 1_000 + 10, 0)).isTrue();
    }

    assertThat(pulses.impostors(3_010)).containsExactly("a");
    assertThat(pulses.fresh(3_010))
        .extracting(pulse -> pulse.node().region())
        .containsExactly("us");
    // One of them is switched off.
    assertThat(pulses.impostors(9_000)).isEmpty();
  }

  @Test
  void aNodeWithAWipedDiskIsNoImpostor() {
    pulses.heard(a.next(), 0, 0);
    TestPulse wiped = new TestPulse("a", "eu", 99);
    wiped.incarnation = a.incarnation + 1;
    Pulse late = a.next();
    pulses.heard(wiped.next(), 1_000, 0);
    // On its way while the process ended.
    pulses.heard(late, 1_500, 0);
    for (long second = 2; second < 6; second++) {
      pulses.heard(wiped.next(), second * 1_000, 0);
      assertThat(pulses.impostors(second * 1_000)).isEmpty();
    }
    assertThat(pulses.fresh(5_000))
        .extracting(pulse -> pulse.node().storeId())
        .containsExactly(99L);
  }

  @Test
  void theRosterCountsAConfiguredPeerOnceHeardOrNot() {
    pulses.expect("a.example:7355");
    pulses.expect("b.example:7355");
    pulses.know("c", "c.example:7355");
    assertThat(pulses.roster()).containsExactly("a.example:7355", "b.example:7355", "c");

    pulses.heard(a.next(), 0, 0);
    assertThat(pulses.roster()).containsExactly("a", "b.example:7355", "c");
  }

  @Test
  void aRemovedNodeLeavesTheRosterAndComesBackOnlyWithANewLife() {
    pulses.expect("a.example:7355");
    pulses.expect("b.example:7355");
    pulses.heard(a.next(), 0, 0);

    pulses.remove("a");
    pulses.remove("b.example:7355");
    assertThat(pulses.roster()).isEmpty();
    assertThat(pulses.heard(a.next(), 1_000, 0)).isFalse();
    assertThat(pulses.roster()).isEmpty();

    a.restart();
    assertThat(pulses.heard(a.next(), 2_000, 0)).isTrue();
    assertThat(pulses.roster()).containsExactly("a");
  }

  @Test
  void saysByHowMuchEveryClockIsAhead() {
    pulses.heard(a.next(1_000_000), 0, 1_000_000);
    pulses.heard(new TestPulse("b").next(1_090_000), 0, 1_000_000);
    pulses.heard(new TestPulse("c").next(999_980), 0, 1_000_000);

    assertThat(pulses.skewMillis(0)).isEqualTo(Map.of("a", 0L, "b", 90_000L, "c", -20L));
    assertThat(pulses.skewMillis(5_001)).isEmpty();
  }

  @Test
  void hearsSteadilyWhoWasHeardWithoutAGapForALease() {
    for (long second = 0; second <= 3; second++) {
      pulses.heard(a.next(), second * 1_000, 0);
    }
    assertThat(pulses.hears(2_999)).containsExactly(new Pulse.Hearing("a", 1_000, 4, false));
    assertThat(pulses.hears(3_000)).containsExactly(new Pulse.Hearing("a", 1_000, 4, true));
    assertThat(pulses.hears(5_000)).containsExactly(new Pulse.Hearing("a", 1_000, 4, true));
    assertThat(pulses.hears(5_001)).containsExactly(new Pulse.Hearing("a", 1_000, 4, false));
    assertThat(pulses.hears(8_001)).isEmpty();

    pulses.heard(a.next(), 5_001, 0);
    assertThat(pulses.hears(5_001)).containsExactly(new Pulse.Hearing("a", 1_000, 5, false));
  }

  @Test
  void aNodeThatStopsTakingEditsIsHeardForAWhileButNotSteadily() {
    for (long second = 0; second <= 3; second++) {
      pulses.heard(a.next(), second * 1_000, 0);
    }
    a.takesEdits = false;
    pulses.heard(a.next(), 4_000, 0);
    assertThat(pulses.hears(4_000)).containsExactly(new Pulse.Hearing("a", 1_000, 5, false));
    pulses.heard(a.next(), 8_000, 0);
    assertThat(pulses.hears(8_000)).hasSize(1);
    assertThat(pulses.hears(8_001)).isEmpty();
    assertThat(pulses.freshNames(8_001)).containsExactly("a");
  }

  @Test
  void whoIsAliveIsWhoWasHeardLastWithinFiveSeconds() {
    Seeds.forEach(
        300,
        random -> {
          Pulses many = new Pulses();
          Map<String, TestPulse> nodes = new HashMap<>();
          Map<String, Long> lastHeard = new HashMap<>();
          long now = random.nextLong(1L << 40);
          for (int step = 0; step < 60; step++) {
            now += random.nextInt(2_500);
            String name = "n" + random.nextInt(4);
            TestPulse node = nodes.computeIfAbsent(name, TestPulse::new);
            if (random.nextInt(10) == 0) {
              node.restart();
            }
            Pulse pulse = node.next(random.nextLong());
            many.heard(pulse, now, random.nextLong());
            lastHeard.put(name, now);
            if (random.nextBoolean()) {
              many.heard(pulse, now + 1, 0);
            }
            long looked = now + random.nextInt(8_000);
            TreeSet<String> alive = new TreeSet<>(lastHeard.keySet());
            lastHeard.forEach((one, at) -> {
              if (looked - at > 5_000) {
                alive.remove(one);
              }
            });
            assertThat(many.freshNames(looked)).isEqualTo(alive);
            assertThat(many.roster()).isEqualTo(new TreeSet<>(lastHeard.keySet()));
            assertThat(many.impostors(looked)).isEmpty();
          }
        });
  }
}

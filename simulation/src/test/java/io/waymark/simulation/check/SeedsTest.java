package io.waymark.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.node.logging.Logging;
import io.waymark.node.settings.NodeSettings;
import io.waymark.simulation.world.Bug;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every promise holds in every world, and the worlds would notice if it did not. */
final class SeedsTest {
  private static final int SEEDS = Integer.getInteger("waymark.seeds", 500);
  private static final int SEEDS_TO_FIND_A_BUG = 500;

  /** The nodes log what a crash did to their disks, which is what is wanted here. */
  @BeforeAll
  static void beQuiet() {
    Logging.configure(new NodeSettings.Log("off", false));
  }

  @Test
  void everyPromiseHolds() {
    List<String> failures =
        LongStream.range(0, SEEDS)
            .parallel()
            .mapToObj(seed -> SeedRun.run(seed, Bug.NONE, null))
            .filter(outcome -> outcome.broken() != null)
            .map(outcome -> outcome.failure(Bug.NONE))
            .toList();
    assertThat(failures).isEmpty();
  }

  @Test
  void oneSeedIsOneRun() {
    for (long seed = 0; seed < 5; seed++) {
      List<String> once = new ArrayList<>();
      List<String> again = new ArrayList<>();
      SeedRun.Outcome first = SeedRun.run(seed, Bug.NONE, once::add);
      SeedRun.Outcome second = SeedRun.run(seed, Bug.NONE, again::add);
      assertThat(again).isEqualTo(once).isNotEmpty();
      assertThat(second).isEqualTo(first);
    }
  }

  @Test
  void seedsDiffer() {
    assertThat(
            LongStream.range(0, 5)
                .mapToObj(seed -> SeedRun.run(seed, Bug.NONE, null).traceHash())
                .distinct())
        .hasSize(5);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void findsAPlantedBug(Bug bug) {
    SeedRun.Outcome found =
        LongStream.range(0, SEEDS_TO_FIND_A_BUG)
            .mapToObj(seed -> SeedRun.run(seed, bug, null))
            .filter(outcome -> outcome.broken() != null)
            .findFirst()
            .orElse(null);
    assertThat(found).as("the first of %s seeds that notices", SEEDS_TO_FIND_A_BUG).isNotNull();
    SeedRun.Outcome sound = SeedRun.run(Objects.requireNonNull(found).seed(), Bug.NONE, null);
    assertThat(sound.broken()).as("the same seed without the bug").isNull();
  }
}

package io.waymark.protocol.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import io.waymark.protocol.fleet.EditMemory.Recall;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EditMemoryTest {
  private final EditMemory<String> memory = new EditMemory<>(10_000, 3);

  private static EditId id(long number) {
    return new EditId("a", 0xc0ffee, number);
  }

  @Test
  void aRepeatIsOneEditAndGetsTheFirstOutcome() {
    assertThat(memory.arrived(id(1), 0)).isEqualTo(new Recall.First<>());
    assertThat(memory.arrived(id(1), 1)).isEqualTo(new Recall.UnderWay<>());
    memory.finished(id(1), "created", 2);
    memory.finished(id(1), "exists already", 3);
    assertThat(memory.arrived(id(1), 4)).isEqualTo(new Recall.Made<>("created"));
  }

  @Test
  void anOutcomeHeardFromAnotherHomeAnswersARepeat() {
    memory.finished(id(1), "created", 0);
    assertThat(memory.arrived(id(1), 1)).isEqualTo(new Recall.Made<>("created"));
  }

  @Test
  void whatWasAbandonedMayBeTriedAgain() {
    memory.arrived(id(1), 0);
    memory.abandoned(id(1));
    assertThat(memory.arrived(id(1), 1)).isEqualTo(new Recall.First<>());
  }

  @Test
  void forgetsByTimeAndByNumber() {
    memory.finished(id(1), "one", 0);
    memory.finished(id(2), "two", 1);
    assertThat(memory.arrived(id(1), 10_000)).isEqualTo(new Recall.Made<>("one"));
    assertThat(memory.arrived(id(1), 10_001)).isEqualTo(new Recall.First<>());
    memory.finished(id(3), "three", 10_001);
    memory.finished(id(4), "four", 10_001);
    memory.finished(id(5), "five", 10_001);
    assertThat(memory.size()).isEqualTo(3);
    assertThat(memory.arrived(id(2), 10_001)).isEqualTo(new Recall.First<>());
    assertThat(memory.arrived(id(3), 10_001)).isEqualTo(new Recall.Made<>("three"));
  }

  @Test
  void lifeAndOriginTellEditsOfOneNumberApart() {
    memory.finished(id(1), "one", 0);
    assertThat(memory.arrived(new EditId("a", 7, 1), 0)).isEqualTo(new Recall.First<>());
    assertThat(memory.arrived(new EditId("b", 0xc0ffee, 1), 0)).isEqualTo(new Recall.First<>());
    assertThat(id(1)).hasToString("a-0000000000c0ffee-1");
  }

  @Test
  void withinTheWindowNoEditIsMadeTwice() {
    Seeds.forEach(
        300,
        random -> {
          EditMemory<Integer> some = new EditMemory<>(1_000, 50);
          record Made(int outcome, long at) {}
          Map<EditId, Made> made = new HashMap<>();
          long now = 0;
          for (int step = 0; step < 200; step++) {
            now += random.nextInt(40);
            EditId id = id(random.nextInt(30));
            Made known = made.get(id);
            Recall<Integer> recall = some.arrived(id, now);
            if (known != null && now - known.at() <= 1_000) {
              assertThat(recall).isEqualTo(new Recall.Made<>(known.outcome()));
            } else {
              assertThat(recall).isEqualTo(new Recall.First<>());
              made.put(id, new Made(step, now));
              some.finished(id, step, now);
            }
            assertThat(some.size()).isLessThanOrEqualTo(50);
          }
        });
  }
}

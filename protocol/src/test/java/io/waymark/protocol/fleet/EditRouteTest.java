package io.waymark.protocol.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import io.waymark.protocol.fleet.EditRoute.Answer;
import io.waymark.protocol.fleet.EditRoute.ApplyHere;
import io.waymark.protocol.fleet.EditRoute.Applying;
import io.waymark.protocol.fleet.EditRoute.Arrival;
import io.waymark.protocol.fleet.EditRoute.Asking;
import io.waymark.protocol.fleet.EditRoute.Done;
import io.waymark.protocol.fleet.EditRoute.Drop;
import io.waymark.protocol.fleet.EditRoute.GiveUp;
import io.waymark.protocol.fleet.EditRoute.Looked;
import io.waymark.protocol.fleet.EditRoute.Outcome;
import io.waymark.protocol.fleet.EditRoute.Send;
import io.waymark.protocol.fleet.EditRoute.Step;
import io.waymark.protocol.fleet.EditRoute.Waiting;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class EditRouteTest {
  private static final EditId ID = new EditId("a", 1, 1);
  private static final boolean EXACT = true;

  /** An edit an admin sends to this node, {@code a}, and waits 10 s for. */
  private static final Arrival PLAIN = new Arrival(ID, false, 0, 10_000);

  private static final Arrival CONDITIONAL = new Arrival(ID, true, 0, 10_000);

  private static EditView view(String... homes) {
    return new EditView("a", List.of(homes), true, false);
  }

  private static EditView exact(String... homes) {
    return new EditView("a", List.of(homes), true, true);
  }

  private static EditView withoutMajority(String... homes) {
    return new EditView("a", List.of(homes), false, false);
  }

  private static Step look(EditRoute state, EditView view, long now) {
    return EditRoute.next(state, new Looked(view, now));
  }

  private static Arrival sent(int times) {
    return new Arrival(ID, false, times, 10_000);
  }

  @Test
  void anEditGoesToItsHomeAndItsOutcomeIsTheAnswer() {
    Step first = EditRoute.arrived(PLAIN, view("b", "a", "c"), 0);
    assertThat(first.actions()).containsExactly(new Send("b", 1));
    assertThat(first.state()).isEqualTo(new Asking(PLAIN, "b", 0));

    Step answered = EditRoute.next(first.state(), new Outcome());
    assertThat(answered).isEqualTo(new Step(new Done(), List.of(new Answer())));
  }

  @Test
  void atHomeItIsMade() {
    Step first = EditRoute.arrived(PLAIN, exact("a", "b"), 0);
    assertThat(first).isEqualTo(new Step(new Applying(PLAIN), List.of(new ApplyHere(EXACT))));
    assertThat(EditRoute.next(first.state(), new Outcome()).actions())
        .containsExactly(new Answer());
  }

  @Test
  void aHomeThatIsAliveIsAskedAgainEverySecondUntilTheTimeIsOver() {
    EditRoute state = EditRoute.arrived(PLAIN, view("b", "a"), 0).state();
    assertThat(look(state, view("b", "a"), 999)).isEqualTo(new Step(state, List.of()));
    for (long now = 1_000; now < 10_000; now += 1_000) {
      Step again = look(state, view("b", "a"), now);
      assertThat(again.actions()).containsExactly(new Send("b", 1));
      state = again.state();
    }
    Step late = look(state, view("b", "a"), 10_000);
    assertThat(late).isEqualTo(new Step(new Done(), List.of(new GiveUp())));
  }

  @Test
  void whenTheHomesPulseIsStaleTheNextInOrderIsAskedAtOnce() {
    EditRoute state = EditRoute.arrived(PLAIN, view("b", "c", "a"), 0).state();
    Step next = look(state, view("c", "a"), 100);
    assertThat(next.actions()).containsExactly(new Send("c", 1));
    Step own = look(next.state(), view("a"), 200);
    assertThat(own.actions()).containsExactly(new ApplyHere(!EXACT));
  }

  @Test
  void whereNobodyTakesEditsTheAdminHearsSoAtOnce() {
    assertThat(EditRoute.arrived(PLAIN, view(), 0).actions()).containsExactly(new GiveUp());
    assertThat(EditRoute.arrived(sent(1), view(), 0).actions()).containsExactly(new Drop());
  }

  @Test
  void aNodeThatHearsAnotherHomeSendsAnEditOnOnce() {
    assertThat(EditRoute.arrived(sent(1), view("b", "a"), 0))
        .isEqualTo(new Step(new Done(), List.of(new Send("b", 2))));
    assertThat(EditRoute.arrived(sent(2), view("b", "a"), 0))
        .isEqualTo(new Step(new Done(), List.of(new Drop())));
    assertThat(EditRoute.arrived(sent(2), view("a", "b"), 0).actions())
        .containsExactly(new ApplyHere(!EXACT));
  }

  @Test
  void aConditionWaitsUntilItIsExact() {
    Step first = EditRoute.arrived(CONDITIONAL, view("a", "b"), 0);
    assertThat(first).isEqualTo(new Step(new Waiting(CONDITIONAL, 0), List.of()));
    assertThat(look(first.state(), view("a", "b"), 5_000))
        .isEqualTo(new Step(first.state(), List.of()));
    assertThat(look(first.state(), exact("a", "b"), 5_001).actions())
        .containsExactly(new ApplyHere(EXACT));
  }

  @Test
  void aConditionIsCheckedHereAloneWhereThereIsNoHope() {
    assertThat(EditRoute.arrived(CONDITIONAL, withoutMajority("a"), 0).actions())
        .containsExactly(new ApplyHere(!EXACT));
    EditRoute waiting = EditRoute.arrived(CONDITIONAL, view("a", "b"), 0).state();
    assertThat(look(waiting, withoutMajority("a"), 10).actions())
        .containsExactly(new ApplyHere(!EXACT));
    assertThat(look(waiting, view("a", "b"), 6_999).actions()).isEmpty();
    assertThat(look(waiting, view("a", "b"), 7_000).actions())
        .containsExactly(new ApplyHere(!EXACT));
    Arrival hurried = new Arrival(ID, true, 0, 3_000);
    waiting = EditRoute.arrived(hurried, view("a", "b"), 0).state();
    assertThat(look(waiting, view("a", "b"), 1_999).actions()).isEmpty();
    assertThat(look(waiting, view("a", "b"), 2_000).actions())
        .containsExactly(new ApplyHere(!EXACT));
  }

  @Test
  void whoeverWaitsAndIsHomeNoMoreSendsItOn() {
    EditRoute waiting = new Waiting(CONDITIONAL, 0);
    assertThat(look(waiting, view("b", "a"), 100))
        .isEqualTo(new Step(new Asking(CONDITIONAL, "b", 100), List.of(new Send("b", 1))));
    assertThat(look(waiting, exact("a", "b"), 10_000).actions()).containsExactly(new GiveUp());
  }

  @Test
  void nothingFollowsTheReply() {
    EditRoute done = new Done();
    assertThat(EditRoute.next(done, new Outcome()).actions()).isEmpty();
    assertThat(look(done, view("a"), 1).actions()).isEmpty();
    assertThat(look(new Applying(PLAIN), view("b", "a"), 99_999).actions()).isEmpty();
  }

  /** Every node hears other homes, differently each time it looks. */
  @Test
  void howeverTheViewsDifferNoEditGoesRoundAndEveryAdminIsAnswered() {
    Seeds.forEach(
        500,
        random -> {
          Step step =
              EditRoute.arrived(
                  new Arrival(ID, random.nextBoolean(), 0, 10_000), any("a", random), 0);
          EditRoute origin = step.state();
          List<EditRoute.Action> said = new ArrayList<>(step.actions());
          int sends = 0;
          for (long now = 500; now <= 10_500; now += 500) {
            // What was sent travels to its end within the half second.
            Deque<Send> travelling = new ArrayDeque<>(sends(step));
            while (!travelling.isEmpty()) {
              Send send = travelling.removeFirst();
              assertThat(send.sent()).isBetween(1, 1 + EditRoute.FORWARDS_MAX);
              sends++;
              Arrival arrival = new Arrival(ID, false, send.sent(), now + 5_000);
              travelling.addAll(sends(EditRoute.arrived(arrival, any(send.to(), random), now)));
            }
            step = EditRoute.next(origin, new Looked(any("a", random), now));
            origin = step.state();
            said.addAll(step.actions());
          }
          // At most one sending to each new home, and one that is passed on, for each look.
          assertThat(sends).isLessThanOrEqualTo(22 * 2);
          if (origin instanceof Applying) {
            step = EditRoute.next(origin, new Outcome());
            said.addAll(step.actions());
            origin = step.state();
          }
          assertThat(origin).isEqualTo(new Done());
          assertThat(said)
              .filteredOn(action -> action instanceof Answer || action instanceof GiveUp)
              .hasSize(1);
          assertThat(said)
              .filteredOn(ApplyHere.class::isInstance)
              .hasSize(said.contains(new Answer()) ? 1 : 0);
        });
  }

  private static List<Send> sends(Step step) {
    return step.actions().stream().filter(Send.class::isInstance).map(Send.class::cast).toList();
  }

  private static EditView any(String self, Random random) {
    List<String> homes = new ArrayList<>(List.of("a", "b", "c", "d"));
    Collections.shuffle(homes, random);
    return new EditView(self, homes, random.nextBoolean(), random.nextInt(4) == 0);
  }
}

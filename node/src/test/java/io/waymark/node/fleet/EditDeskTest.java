package io.waymark.node.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.waymark.node.profile.Author;
import io.waymark.node.profile.Edit;
import io.waymark.node.profile.Preconditions;
import io.waymark.node.profile.ProfileActor;
import io.waymark.protocol.admin.Problem;
import io.waymark.protocol.fleet.Confirmations;
import io.waymark.protocol.fleet.EditId;
import io.waymark.protocol.fleet.EditRoute;
import io.waymark.protocol.fleet.EditView;
import io.waymark.protocol.replica.Bucket;
import io.waymark.protocol.replica.Bytes;
import io.waymark.protocol.replica.Dot;
import io.waymark.protocol.replica.Entity;
import io.waymark.protocol.replica.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EditDeskTest {
  private static final String WRITER = "eu-1#1";
  private static final String KEY = "profile/shop";
  private static final Edit EDIT = new Edit.Delete("shop");
  private static final Author AUTHOR = new Author("ops", "192.0.2.9");

  /** What the desk asked others for. */
  private static final class Around implements EditDesk.Links {
    EditView view = home("eu-1");
    Set<String> roster = Set.of("eu-1", "us-1", "ap-1");
    Set<String> agreeing = Set.of("eu-1");
    final List<EditId> made = new ArrayList<>();
    final List<Bucket> merges = new ArrayList<>();
    final List<String> sentTo = new ArrayList<>();
    final List<FleetMessage> sent = new ArrayList<>();

    @Override
    public EditView view(String key) {
      return view;
    }

    @Override
    public Set<String> roster() {
      return roster;
    }

    @Override
    public Set<String> agreeing() {
      return agreeing;
    }

    @Override
    public void make(EditId id, Edit edit, Preconditions preconditions, Author author) {
      made.add(id);
    }

    @Override
    public void merge(EditId id, Bucket written) {
      merges.add(written);
    }

    @Override
    public void send(String node, FleetMessage message) {
      sentTo.add(node);
      sent.add(message);
    }
  }

  private final Around around = new Around();
  private final FleetCounters counters = new FleetCounters();
  private final EditDesk desk = new EditDesk("eu-1", 7, WRITER, around, counters);
  private final List<EditReply> replies = new ArrayList<>();

  private static EditView home(String... homes) {
    return new EditView("eu-1", List.of(homes), true, true);
  }

  private static Entity entity(String writer, long millis) {
    return Entity.EMPTY.write(
        new Dot(writer, Stamp.of(millis, 0)),
        "ops",
        Map.of("ttl", Optional.of(Bytes.utf8(Long.toString(millis)))));
  }

  private static ProfileActor.Done written(String writer, long millis) {
    return new ProfileActor.Done(List.of(), true, Bucket.of(KEY, entity(writer, millis)));
  }

  private static final ProfileActor.Done NOTHING_TO_DO =
      new ProfileActor.Done(List.of(), true, Bucket.EMPTY);

  private static final ProfileActor.Refused REFUSED =
      new ProfileActor.Refused(new Problem(412, "the profile has changed"));

  private static List<EditMark> marks(String writer, long millis) {
    return List.of(new EditMark(KEY, 0, writer, Stamp.of(millis, 0).bits()));
  }

  private void ask(Confirmations.Wait wait, long now) {
    ask(EDIT, Preconditions.NONE, wait, now);
  }

  private void ask(Edit edit, Preconditions conditions, Confirmations.Wait wait, long now) {
    desk.asked(new EditDesk.Asked(edit, conditions, AUTHOR, wait, replies::add), now);
  }

  private static FleetMessage.EditAsked sent(long number, int sent, Confirmations.Wait wait) {
    return new FleetMessage.EditAsked(
        "us-1", new EditId("us-1", 3, number), sent, 9_000, wait, EDIT, Preconditions.NONE, AUTHOR);
  }

  private FleetMessage.EditAnswered answer(ProfileActor.Outcome outcome, String... applied) {
    return new FleetMessage.EditAnswered(
        "us-1",
        ((FleetMessage.EditAsked) around.sent.getFirst()).id(),
        EditOutcomes.toWire(outcome),
        Set.of(applied),
        around.roster,
        true);
  }

  private EditReply.Made reply() {
    assertThat(replies).hasSize(1);
    return (EditReply.Made) replies.getFirst();
  }

  @AfterEach
  void nothingIsLeftOver() {
    desk.tick(60_000);
    assertThat(desk.size()).as("edits on their way").isZero();
  }

  @Test
  void anEditAtItsHomeIsMadeHereAndRepliedWhenTheMajorityHasIt() {
    ask(Confirmations.Wait.MAJORITY, 0);
    desk.made(around.made.getFirst(), written(WRITER, 5), 10);
    assertThat(replies).isEmpty();
    desk.applied("us-1", marks(WRITER, 5), 20);
    assertThat(reply().confirmations()).hasToString("2/3");
    assertThat(reply().exact()).isTrue();
  }

  @Test
  void oneThatWaitsForAllIsRepliedWhenTheLastHasIt() {
    ask(Confirmations.Wait.ALL, 0);
    desk.made(around.made.getFirst(), written(WRITER, 5), 10);
    desk.applied("us-1", marks(WRITER, 5), 20);
    desk.applied("us-1", marks(WRITER, 5), 30);
    assertThat(replies).isEmpty();
    desk.applied("ap-1", marks(WRITER, 6), 40);
    assertThat(reply().confirmations()).hasToString("3/3");
  }

  @Test
  void oneThatWaitsForThisNodeAloneIsRepliedAtOnce() {
    ask(Confirmations.Wait.LOCAL, 0);
    desk.made(around.made.getFirst(), written(WRITER, 5), 10);
    assertThat(reply().confirmations()).hasToString("1/3");
  }

  @Test
  void whatIsNotConfirmedInTimeIsRepliedWithTheCountSoFar() {
    ask(Confirmations.Wait.ALL, 0);
    desk.made(around.made.getFirst(), written(WRITER, 5), 10);
    desk.applied("ap-1", marks(WRITER, 5), 20);
    desk.tick(10 + EditDesk.CONFIRM_WITHIN_MILLIS - 1);
    assertThat(replies).isEmpty();
    desk.tick(10 + EditDesk.CONFIRM_WITHIN_MILLIS);
    assertThat(reply().confirmations()).hasToString("2/3");
    assertThat(counters.unconfirmed()).isEqualTo(1);
    assertThat(counters.made()).isEqualTo(1);
  }

  @Test
  void olderMarksAndThoseOfOtherEntitiesConfirmNothing() {
    ask(Confirmations.Wait.MAJORITY, 0);
    desk.made(around.made.getFirst(), written(WRITER, 5), 10);
    desk.applied("us-1", marks(WRITER, 4), 20);
    desk.applied("us-1", marks("us-1#1", 9), 30);
    desk.applied(
        "us-1", List.of(new EditMark("profile/other", 9, WRITER, Stamp.of(9, 0).bits())), 40);
    assertThat(replies).isEmpty();
    desk.tick(10 + EditDesk.CONFIRM_WITHIN_MILLIS);
    assertThat(reply().confirmations()).hasToString("1/3");
  }

  @Test
  void confirmationsCountThatComeBeforeTheOutcome() {
    ask(Confirmations.Wait.ALL, 0);
    desk.applied("us-1", marks(WRITER, 5), 5);
    desk.applied("us-1", marks("eu-1#former", 4), 6);
    desk.applied("ap-1", marks(WRITER, 5), 7);
    desk.applied("ap-1", marks(WRITER, 3), 8);
    desk.made(around.made.getFirst(), written(WRITER, 5), 10);
    assertThat(reply().confirmations()).hasToString("3/3");
  }

  @Test
  void anEditThatAnswersDoNotHoldYetIsNotConfirmedByThisNode() {
    ask(Confirmations.Wait.LOCAL, 0);
    desk.made(
        around.made.getFirst(),
        new ProfileActor.Done(List.of(), false, Bucket.of(KEY, entity(WRITER, 5))),
        10);
    assertThat(replies).isEmpty();
    desk.tick(10 + EditDesk.CONFIRM_WITHIN_MILLIS);
    assertThat(reply().confirmations()).hasToString("0/3");
  }

  @Test
  void aRefusalIsRepliedAtOnce() {
    ask(Confirmations.Wait.ALL, 0);
    desk.made(around.made.getFirst(), REFUSED, 10);
    assertThat(reply().outcome()).isEqualTo(REFUSED);
  }

  @Test
  void anEditThatChangesNothingIsConfirmedByThoseWhoAgree() {
    ask(Confirmations.Wait.MAJORITY, 0);
    desk.made(around.made.getFirst(), NOTHING_TO_DO, 10);
    assertThat(replies).as("pulses tell of agreement once a second").isEmpty();
    around.agreeing = Set.of("eu-1", "ap-1");
    desk.tick(600);
    assertThat(reply().confirmations()).hasToString("2/3");
  }

  @Test
  void whatOthersSayOfOtherEditsConfirmsNoEditThatChangedNothing() {
    ask(Confirmations.Wait.MAJORITY, 0);
    desk.made(around.made.getFirst(), NOTHING_TO_DO, 10);
    desk.applied("us-1", marks(WRITER, 5), 20);
    assertThat(replies).isEmpty();
    desk.tick(10 + EditDesk.CONFIRM_WITHIN_MILLIS);
    assertThat(reply().confirmations()).hasToString("1/3");
  }

  @Test
  void whatIsNoEditIsConfirmedLikeOne() {
    List<Confirmations> told = new ArrayList<>();
    Bucket written = Bucket.of("token/ci", entity(WRITER, 5));
    EditMark mark = new EditMark("token/ci", 0, WRITER, Stamp.of(5, 0).bits());
    desk.wrote(written, Confirmations.Wait.LOCAL, told::add, 10);
    assertThat(told).singleElement().hasToString("1/3");
    desk.wrote(written, Confirmations.Wait.MAJORITY, told::add, 10);
    desk.applied("ap-1", List.of(mark), 20);
    assertThat(told.getLast()).hasToString("2/3");
    desk.wrote(written, Confirmations.Wait.ALL, told::add, 30);
    assertThat(told).hasSize(2);
    desk.tick(30 + EditDesk.CONFIRM_WITHIN_MILLIS);
    assertThat(told.getLast()).hasToString("2/3");
    desk.tick(90_000);
    assertThat(told).hasSize(3);
  }

  @Test
  void aTrialWaitsForNobody() {
    Edit trial = new Edit.Apply(List.of(JsonNodeFactory.instance.objectNode()), true, false);
    ask(trial, Preconditions.NONE, Confirmations.Wait.ALL, 0);
    desk.made(around.made.getFirst(), NOTHING_TO_DO, 10);
    assertThat(reply().outcome()).isEqualTo(NOTHING_TO_DO);
  }

  @Test
  void anEditOfAnotherHomeIsSentThereAndItsReplyComesBackOnceItIsInTheAnswersHere() {
    around.view = home("us-1");
    ask(Confirmations.Wait.MAJORITY, 0);
    assertThat(around.made).isEmpty();
    assertThat(around.sentTo).containsExactly("us-1");
    ProfileActor.Done done = written("us-1#1", 5);
    desk.answered(answer(done, "us-1", "ap-1"));
    assertThat(replies).isEmpty();
    assertThat(around.merges).containsExactly(done.written());
    desk.merged(((FleetMessage.EditAsked) around.sent.getFirst()).id(), true, 0);
    assertThat(reply().outcome()).isEqualTo(done);
    assertThat(reply().confirmations()).hasToString("3/3");
    assertThat(reply().confirmations().met(Confirmations.Wait.LOCAL)).isTrue();
  }

  @Test
  void whatCouldNotBeTakenOverIsNotConfirmedByThisNode() {
    around.view = home("us-1");
    ask(Confirmations.Wait.LOCAL, 0);
    desk.answered(answer(written("us-1#1", 5), "us-1"));
    desk.merged(((FleetMessage.EditAsked) around.sent.getFirst()).id(), false, 0);
    assertThat(reply().confirmations()).hasToString("1/3");
    assertThat(reply().confirmations().met(Confirmations.Wait.LOCAL)).isFalse();
  }

  @Test
  void aRepeatedReplyIsNoSecondReply() {
    around.view = home("us-1");
    ask(Confirmations.Wait.MAJORITY, 0);
    FleetMessage.EditAnswered answer = answer(written("us-1#1", 5), "us-1");
    desk.answered(answer);
    desk.answered(answer);
    desk.merged(answer.id(), true, 0);
    desk.answered(answer);
    desk.merged(answer.id(), true, 0);
    assertThat(replies).hasSize(1);
    assertThat(around.merges).hasSize(1);
  }

  @Test
  void theHomesRefusalIsTheReply() {
    around.view = home("us-1");
    ask(Confirmations.Wait.MAJORITY, 0);
    desk.answered(answer(REFUSED));
    assertThat(reply().outcome()).isEqualTo(REFUSED);
    assertThat(around.merges).isEmpty();
  }

  @Test
  void anOutcomeThatCannotBeReadIsRepliedAsUnknown() {
    around.view = home("us-1");
    ask(Confirmations.Wait.MAJORITY, 0);
    FleetMessage.EditAnswered answer = answer(NOTHING_TO_DO);
    desk.answered(
        new FleetMessage.EditAnswered(
            answer.from(),
            answer.id(),
            new EditOutcomes.WireDone(List.of(), true, new byte[] {99, 1, 2}),
            answer.applied(),
            answer.roster(),
            true));
    ProfileActor.Refused refused = (ProfileActor.Refused) reply().outcome();
    assertThat(refused.problem().status()).isEqualTo(503);
    assertThat(refused.problem().detail()).contains("us-1", "may have been made");
  }

  @Test
  void whatChangedNothingAtTheHomeIsConfirmedHereWhereBothAgree() {
    around.view = home("us-1");
    around.agreeing = Set.of("eu-1", "us-1");
    ask(Confirmations.Wait.LOCAL, 0);
    desk.answered(answer(NOTHING_TO_DO, "us-1"));
    assertThat(reply().confirmations()).hasToString("2/3");
  }

  @Test
  void anEditIsSentAgainUnderItsIdUntilTheHomeReplies() {
    around.view = home("us-1");
    ask(Confirmations.Wait.MAJORITY, 0);
    desk.tick(EditRoute.RESEND_MILLIS - 1);
    assertThat(around.sent).hasSize(1);
    desk.tick(EditRoute.RESEND_MILLIS);
    assertThat(around.sent)
        .hasSize(2)
        .extracting(message -> ((FleetMessage.EditAsked) message).id())
        .containsOnly(new EditId("eu-1", 7, 1));
    assertThat(around.sent)
        .extracting(message -> ((FleetMessage.EditAsked) message).waitMillis())
        .containsExactly(
            EditDesk.EDIT_WITHIN_MILLIS, EditDesk.EDIT_WITHIN_MILLIS - EditRoute.RESEND_MILLIS);
    assertThat(counters.forwarded()).isEqualTo(1);
    desk.answered(answer(REFUSED));
    assertThat(replies).hasSize(1);
  }

  @Test
  void whenTheHomeFallsSilentTheNextOneIsAsked() {
    around.view = home("us-1", "ap-1");
    ask(Confirmations.Wait.MAJORITY, 0);
    around.view = home("ap-1");
    desk.tick(100);
    assertThat(around.sentTo).containsExactly("us-1", "ap-1");
    desk.answered(answer(REFUSED));
    assertThat(replies).hasSize(1);
  }

  @Test
  void whenTheHomeFallsSilentAndThisNodeIsNextItMakesTheEditAndRepliesOnce() {
    around.view = home("us-1");
    ask(Confirmations.Wait.LOCAL, 0);
    around.view = home("eu-1");
    desk.tick(100);
    assertThat(around.made).hasSize(1);
    desk.answered(answer(REFUSED));
    assertThat(reply().outcome()).isEqualTo(REFUSED);
    desk.made(around.made.getFirst(), written(WRITER, 5), 200);
    assertThat(replies).hasSize(1);
  }

  @Test
  void withoutAnyHomeNobodyCanTakeTheEdit() {
    around.view = home();
    ask(Confirmations.Wait.LOCAL, 0);
    assertThat(replies).containsExactly(new EditReply.Unavailable());
  }

  @Test
  void anEditThatNobodyRepliesToIsGivenUpInTime() {
    around.view = home("us-1");
    ask(Confirmations.Wait.MAJORITY, 0);
    for (long now = 0; now < EditDesk.EDIT_WITHIN_MILLIS; now += 250) {
      desk.tick(now);
    }
    assertThat(replies).isEmpty();
    desk.tick(EditDesk.EDIT_WITHIN_MILLIS);
    assertThat(replies).containsExactly(new EditReply.Unavailable());
  }

  @Test
  void aHomeAnswersTheOriginWithWhatItWrote() {
    desk.arrived(sent(1, 1, Confirmations.Wait.MAJORITY), 0);
    ProfileActor.Done done = written(WRITER, 5);
    desk.made(around.made.getFirst(), done, 10);
    assertThat(around.sent).isEmpty();
    desk.applied("ap-1", marks(WRITER, 5), 20);
    assertThat(around.sentTo).containsExactly("us-1");
    FleetMessage.EditAnswered answer = (FleetMessage.EditAnswered) around.sent.getFirst();
    assertThat(EditOutcomes.fromWire(answer.outcome())).isEqualTo(done);
    assertThat(answer.applied()).containsExactlyInAnyOrder("eu-1", "ap-1");
    assertThat(answer.roster()).isEqualTo(around.roster);
  }

  @Test
  void aHomeAnswersAtOnceWhereTheOriginWaitsForItselfAlone() {
    desk.arrived(sent(1, 1, Confirmations.Wait.LOCAL), 0);
    desk.made(around.made.getFirst(), written(WRITER, 5), 10);
    assertThat(around.sentTo).containsExactly("us-1");
  }

  @Test
  void repeatsOfAnEditAreOneEditWithOneOutcome() {
    desk.arrived(sent(1, 1, Confirmations.Wait.LOCAL), 0);
    desk.arrived(sent(1, 1, Confirmations.Wait.LOCAL), 5);
    desk.made(around.made.getFirst(), written(WRITER, 5), 10);
    desk.arrived(sent(1, 1, Confirmations.Wait.LOCAL), 1_000);
    assertThat(around.made).hasSize(1);
    assertThat(around.sent).hasSize(2);
    assertThat(EditOutcomes.fromWire(((FleetMessage.EditAnswered) around.sent.get(1)).outcome()))
        .isEqualTo(written(WRITER, 5));
    desk.arrived(sent(2, 1, Confirmations.Wait.LOCAL), 1_001);
    assertThat(around.made).as("another edit").hasSize(2);
    desk.made(around.made.get(1), REFUSED, 1_002);
  }

  @Test
  void whoIsNotTheHomePassesAnEditOnWithTheTimeThatIsLeft() {
    around.view = home("ap-1");
    desk.arrived(sent(1, 1, Confirmations.Wait.LOCAL), 0);
    assertThat(around.sentTo).containsExactly("ap-1");
    FleetMessage.EditAsked passed = (FleetMessage.EditAsked) around.sent.getFirst();
    assertThat(passed.id().origin()).isEqualTo("us-1");
    assertThat(passed.sent()).isEqualTo(2);
    assertThat(passed.waitMillis()).isEqualTo(9_000);
    assertThat(desk.size()).isZero();
  }

  @Test
  void whatWasPassedOnBeforeIsDropped() {
    around.view = home("ap-1");
    desk.arrived(sent(1, 2, Confirmations.Wait.LOCAL), 0);
    assertThat(around.sent).isEmpty();
    assertThat(desk.size()).isZero();
  }

  @Test
  void aConditionIsOnlyExactWhereThisNodeWasTheOnlyHome() {
    around.view = new EditView("eu-1", List.of("eu-1"), false, false);
    ask(EDIT, new Preconditions(List.of("\"tag\""), null), Confirmations.Wait.LOCAL, 0);
    desk.made(around.made.getFirst(), written(WRITER, 5), 10);
    assertThat(reply().exact()).isFalse();
  }

  @Test
  void aConditionWaitsUntilThisNodeIsTheOnlyHome() {
    around.view = new EditView("eu-1", List.of("eu-1"), true, false);
    ask(EDIT, new Preconditions(List.of("\"tag\""), null), Confirmations.Wait.LOCAL, 0);
    assertThat(around.made).isEmpty();
    around.view = home("eu-1");
    desk.tick(250);
    assertThat(around.made).as("a majority is asked first what it knows").isEmpty();
    EditId id = ((FleetMessage.StateAsked) around.sent.getFirst()).id();
    desk.told(FleetMessage.StateTold.of("us-1", id, Bucket.EMPTY), 260);
    desk.made(around.made.getFirst(), written(WRITER, 5), 300);
    desk.applied("us-1", EditMark.all(KEY, entity(WRITER, 5)), 310);
    assertThat(reply().exact()).isTrue();
  }

  @Test
  void aDeletionIsConfirmedByWhoeverHasTheNextEpoch() {
    ask(Confirmations.Wait.ALL, 0);
    Entity gone = entity(WRITER, 5).delete();
    desk.made(
        around.made.getFirst(), new ProfileActor.Done(List.of(), true, Bucket.of(KEY, gone)), 10);
    desk.applied("us-1", EditMark.all(KEY, entity(WRITER, 5)), 20);
    assertThat(replies).isEmpty();
    desk.applied("us-1", EditMark.all(KEY, gone), 30);
    desk.applied("ap-1", EditMark.all(KEY, gone), 40);
    assertThat(reply().confirmations()).hasToString("3/3");
  }
}

package io.waymark.node.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.waymark.node.profile.Author;
import io.waymark.node.profile.Edit;
import io.waymark.node.profile.Preconditions;
import io.waymark.node.profile.ProfileActor;
import io.waymark.protocol.fleet.Confirmations;
import io.waymark.protocol.fleet.EditId;
import io.waymark.protocol.fleet.EditView;
import io.waymark.protocol.fleet.Leases;
import io.waymark.protocol.replica.Bucket;
import io.waymark.protocol.replica.Dot;
import io.waymark.protocol.replica.Entity;
import io.waymark.protocol.replica.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A home says that a condition was exact only when the next home is sure to learn of the edit
 * before it checks another.
 */
final class ExactConditionTest {
  private static final String KEY = "profile/shop";
  private static final Bucket WRITTEN = written("n1#1", 7);

  private final List<FleetMessage> sent = new ArrayList<>();
  private final List<Bucket> merged = new ArrayList<>();
  private final List<EditReply> replies = new ArrayList<>();
  private @Nullable EditId making;
  private boolean exact = true;
  private final EditDesk desk = new EditDesk("n1", 1, "n1#1", new Links(), new FleetCounters());

  private static Bucket written(String writer, long stamp) {
    Entity entity =
        Entity.EMPTY.write(
            new Dot(writer, new Stamp(stamp)), "ops", Map.of("ttl", Optional.empty()));
    return Bucket.of(KEY, entity);
  }

  private void ask(Preconditions preconditions) {
    Edit edit = new Edit.Patch("shop", JsonNodeFactory.instance.objectNode());
    desk.asked(
        new EditDesk.Asked(
            edit,
            preconditions,
            new Author("ops", "192.0.2.1"),
            Confirmations.Wait.LOCAL,
            replies::add),
        0);
  }

  private static Preconditions ifMatch() {
    return new Preconditions(List.of("\"tag\""), null);
  }

  private EditId askedForState() {
    assertThat(sent)
        .hasSize(2)
        .allSatisfy(message -> assertThat(message).isInstanceOf(FleetMessage.StateAsked.class));
    return ((FleetMessage.StateAsked) sent.getFirst()).id();
  }

  private EditId made() {
    assertThat(making).isNotNull();
    return making;
  }

  private void madeAt(long nowMillis) {
    desk.made(made(), new ProfileActor.Done(List.of(), true, WRITTEN), nowMillis);
  }

  private boolean repliedExact() {
    assertThat(replies).hasSize(1);
    return ((EditReply.Made) replies.getFirst()).exact();
  }

  @Test
  void learnsWhatAMajorityKnowsBeforeTheConditionIsChecked() {
    ask(ifMatch());
    EditId id = askedForState();
    assertThat(making).isNull();
    Bucket known = written("n3#1", 5);
    desk.told(FleetMessage.StateTold.of("n3", id, known), 10);
    assertThat(merged).containsExactly(known);
    assertThat(making).isNull();
    desk.merged(id, true, 20);
    assertThat(making).isEqualTo(id);
  }

  @Test
  void checksAtOnceWhatNobodyElseKnows() {
    ask(ifMatch());
    desk.told(FleetMessage.StateTold.of("n2", askedForState(), Bucket.EMPTY), 10);
    assertThat(making).isNotNull();
    assertThat(merged).isEmpty();
  }

  @Test
  void asksNobodyWhereThereIsNoCondition() {
    ask(Preconditions.NONE);
    assertThat(making).isNotNull();
    assertThat(sent).isEmpty();
  }

  @Test
  void repliesThatItWasExactOnceAMajorityHasTheEdit() {
    ask(ifMatch());
    desk.told(FleetMessage.StateTold.of("n2", askedForState(), Bucket.EMPTY), 10);
    madeAt(20);
    assertThat(replies).isEmpty();
    desk.applied("n2", EditMark.of("n1#1", WRITTEN), 30);
    assertThat(repliedExact()).isTrue();
  }

  @Test
  void isNotExactWithoutAMajority() {
    ask(ifMatch());
    desk.told(FleetMessage.StateTold.of("n2", askedForState(), Bucket.EMPTY), 10);
    madeAt(20);
    desk.tick(20 + EditDesk.CONFIRM_WITHIN_MILLIS);
    assertThat(repliedExact()).isFalse();
  }

  @Test
  void isNotExactOnceAnotherMayBeHome() {
    ask(ifMatch());
    desk.told(FleetMessage.StateTold.of("n2", askedForState(), Bucket.EMPTY), 10);
    madeAt(20);
    exact = false;
    desk.applied("n2", EditMark.of("n1#1", WRITTEN), 30);
    assertThat(repliedExact()).isFalse();
  }

  @Test
  void isNotExactWhenAnotherMayHaveBeenHomeMeanwhile() {
    ask(ifMatch());
    desk.told(FleetMessage.StateTold.of("n2", askedForState(), Bucket.EMPTY), 900);
    madeAt(910);
    desk.applied("n2", EditMark.of("n1#1", WRITTEN), Leases.LEASE_MILLIS);
    assertThat(repliedExact()).isFalse();
  }

  @Test
  void makesTheEditAllTheSameWhenNobodyTells() {
    ask(ifMatch());
    askedForState();
    desk.tick(MajorityRead.WITHIN_MILLIS);
    madeAt(MajorityRead.WITHIN_MILLIS + 10);
    desk.applied("n2", EditMark.of("n1#1", WRITTEN), MajorityRead.WITHIN_MILLIS + 20);
    assertThat(repliedExact()).isFalse();
  }

  private final class Links implements EditDesk.Links {
    @Override
    public EditView view(String key) {
      return new EditView("n1", List.of("n1", "n2", "n3"), true, exact);
    }

    @Override
    public Set<String> roster() {
      return Set.of("n1", "n2", "n3");
    }

    @Override
    public Set<String> agreeing() {
      return Set.of("n1");
    }

    @Override
    public void make(EditId id, Edit edit, Preconditions preconditions, Author author) {
      making = id;
    }

    @Override
    public void merge(EditId id, Bucket written) {
      merged.add(written);
    }

    @Override
    public void send(String node, FleetMessage message) {
      sent.add(message);
    }
  }
}

package io.waymark.protocol.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.protocol.Seeds;
import io.waymark.protocol.replica.VoteWord.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class VoteBlockTest {
  private static final long NOW = 1_800_000_000L;

  private static VoteBlock.Cast cast(long subject, State state) {
    return new VoteBlock.Cast(subject, state, 5, NOW);
  }

  @Test
  void aWordGivesBackWhatWasPutIn() {
    for (State state : State.values()) {
      long word = VoteWord.of(VoteWord.SEQUENCE_MAX, state, 63, NOW);
      assertThat(VoteWord.sequence(word)).isEqualTo(VoteWord.SEQUENCE_MAX);
      assertThat(VoteWord.state(word)).isEqualTo(state);
      assertThat(VoteWord.reason(word)).isEqualTo(63);
      assertThat(VoteWord.since(word)).isEqualTo(NOW);
    }
  }

  @Test
  void aStateOfANewerVersionIsNoVote() {
    assertThat(VoteWord.state(VoteWord.of(1, State.UP, 0, NOW) | 7L << 37)).isEqualTo(State.GONE);
  }

  @Test
  void aTimeOutOfRangeIsTheNearest() {
    assertThat(VoteWord.since(VoteWord.of(1, State.UP, 0, 0))).isEqualTo(1_577_836_800L);
    assertThat(VoteWord.since(VoteWord.of(1, State.UP, 0, Long.MAX_VALUE)))
        .isEqualTo(1_577_836_800L + Integer.MAX_VALUE);
  }

  @Test
  void aChangeHoldsOnlyWhatChangedAndMergesToTheWhole() {
    VoteBlock before =
        VoteBlock.start(7).with(List.of(cast(1, State.UP), cast(2, State.UP))).block();

    VoteBlock.Change change = before.with(List.of(cast(2, State.DOWN), cast(-3, State.UP)));

    assertThat(change.delta().size()).isEqualTo(2);
    assertThat(change.delta().epoch()).isEqualTo(7);
    assertThat(before.merge(change.delta())).isEqualTo(change.block());
    assertThat(VoteWord.state(change.block().wordOf(2))).isEqualTo(State.DOWN);
    assertThat(VoteWord.state(change.block().wordOf(1))).isEqualTo(State.UP);
    assertThat(change.block().sequence()).isEqualTo(2);
  }

  @Test
  void anEarlierWordThatComesLateChangesNothing() {
    VoteBlock.Change first = VoteBlock.start(1).with(List.of(cast(1, State.UP)));
    VoteBlock.Change second = first.block().with(List.of(cast(1, State.DOWN)));

    assertThat(second.block().merge(first.delta())).isSameAs(second.block());
    assertThat(first.block().merge(second.block())).isSameAs(second.block());
  }

  @Test
  void aNewLifeReplacesTheOldOneWhole() {
    VoteBlock old = VoteBlock.start(1).with(List.of(cast(1, State.UP), cast(2, State.UP))).block();
    VoteBlock fresh = VoteBlock.start(2).with(List.of(cast(2, State.DOWN))).delta();

    assertThat(old.merge(fresh)).isSameAs(fresh);
    assertThat(fresh.merge(old)).isSameAs(fresh);
    assertThat(fresh.wordOf(1)).isZero();
  }

  @Test
  void anEpochWithoutSequencesLeftGoesOnInTheNext() {
    long last = VoteWord.of(VoteWord.SEQUENCE_MAX, State.DOWN, 9, NOW);
    long gone = VoteWord.of(3, State.GONE, 0, NOW);
    VoteBlock exhausted = new VoteBlock(4, new long[] {1, 2}, new long[] {last, gone});

    assertThatIllegalStateException().isThrownBy(() -> exhausted.with(List.of(cast(1, State.UP))));
    VoteBlock next = exhausted.restart(5);
    assertThat(next.size()).isEqualTo(1);
    assertThat(next.wordOf(1)).isEqualTo(VoteWord.of(1, State.DOWN, 9, NOW));
    assertThat(next.with(List.of(cast(1, State.UP))).block().sequence()).isEqualTo(2);
  }

  @Test
  void mergesCommuteAssociateAndRepeatHarmlessly() {
    Seeds.forEach(
        5_000,
        random -> {
          VoteBlock a = block(random);
          VoteBlock b = block(random);
          VoteBlock c = block(random);
          assertThat(a.merge(b)).isEqualTo(b.merge(a));
          assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
          VoteBlock merged = a.merge(b);
          assertThat(merged.merge(a)).isSameAs(merged);
          assertThat(merged.merge(b)).isSameAs(merged);
          assertThat(VoteCodec.decode(VoteCodec.encode(a))).isEqualTo(a);
          assertThat(VoteCodec.encode(a.merge(b))).isEqualTo(VoteCodec.encode(b.merge(a)));
        });
  }

  @Test
  void changesInAnyOrderAndNumberGiveTheProbersOwnBlock() {
    Seeds.forEach(
        300,
        random -> {
          VoteBlock own = VoteBlock.start(1);
          List<VoteBlock> sent = new ArrayList<>();
          for (int i = 0; i < 60; i++) {
            if (random.nextInt(30) == 0) {
              own = own.restart(own.epoch() + 1);
              sent.add(own);
            }
            List<VoteBlock.Cast> casts = new ArrayList<>();
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
              casts.add(cast(random.nextInt(80), random.nextBoolean() ? State.UP : State.DOWN));
            }
            VoteBlock.Change change = own.with(casts);
            own = change.block();
            sent.add(change.delta());
            sent.add(random.nextBoolean() ? change.delta() : own);
          }
          Collections.shuffle(sent, random);
          VoteBlock heard = VoteBlock.EMPTY;
          for (VoteBlock block : sent) {
            heard = heard.merge(block);
          }
          assertThat(heard).isEqualTo(own);
        });
  }

  private static VoteBlock block(Random random) {
    long[] subjects = random.longs(random.nextInt(6), -20, 20).distinct().sorted().toArray();
    long[] words =
        Arrays.stream(subjects)
            .map(_ -> VoteWord.of(1 + random.nextInt(4), State.UP, random.nextInt(3), NOW))
            .toArray();
    return new VoteBlock(random.nextInt(2), subjects, words);
  }

  @Test
  void refusesBytesThatAreNoBlock() {
    for (String hex : List.of("", "02", "0101ffffffff0f", "0105010000", "010000ff")) {
      assertThatThrownBy(() -> VoteCodec.decode(HexFormat.of().parseHex(hex)))
          .isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void aSubjectDependsOnEachOfItsPartsAndIsTheSameInEveryRelease() {
    byte[] settings = {1, 2};
    long subject = Subject.of("shop", "eu", settings);
    assertThat(subject).isEqualTo(Subject.of("shop", "eu", new byte[] {1, 2}));
    assertThat(Long.toHexString(subject)).isEqualTo("5567b20d3a9cd733");
    assertThat(Subject.of("shope", "u", settings)).isNotEqualTo(subject);
    assertThat(Subject.of("shop", "eu", new byte[] {1, 3})).isNotEqualTo(subject);
  }
}

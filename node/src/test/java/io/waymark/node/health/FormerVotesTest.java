package io.waymark.node.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.node.prober.ProbePlan;
import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.replica.VoteBlock;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Votes of this node's life before its clock was set back. */
final class FormerVotesTest {
  private final HealthBook book =
      new HealthBook(
          "n1",
          30,
          () -> Instant.EPOCH,
          new HealthBook.Effects() {
            @Override
            public void probe(String profileKey, Map<EndpointId, ProbePlan> plans) {}

            @Override
            public void verdict(EndpointId endpoint, Verdict verdict, Instant since) {}
          });

  @Test
  void areOutbidByEveryBlockOfThisLife() {
    book.block("v/n1/5", VoteBlock.start(70), 0);
    assertThat(book.hasCasts()).isTrue();
    assertThat(book.takeCasts())
        .hasSize(64)
        .allSatisfy((key, block) -> assertThat(block.epoch()).isEqualTo(71));
    assertThat(book.voteVersion().epoch()).isEqualTo(71);
    assertThat(book.hasCasts()).isFalse();
  }

  @Test
  void changeNothingWhereTheirEpochIsNoGreater() {
    book.block("v/n1/5", VoteBlock.start(30), 0);
    assertThat(book.hasCasts()).isFalse();
  }
}

package io.waymark.node.prober;

import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.health.VerdictRule;
import io.waymark.protocol.health.Vote;
import io.waymark.protocol.health.Votes;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.Quorum;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this node says of one endpoint.
 *
 * @param vote null when it says nothing: its probes have decided nothing yet, or it does not probe
 *     the endpoint any more
 * @param since when it became Up or Down; withdrawing the vote leaves that as it is
 * @param reason of the last result, or why the vote is withdrawn, for people
 */
public record Ballot(EndpointId endpoint, @Nullable Vote vote, Instant since, String reason) {
  private static final String SELF = "self";

  /** The verdict where no other node votes. */
  public Verdict alone() {
    return VerdictRule.verdict(
        Quorum.DEFAULT,
        vote == null ? Votes.NONE : Votes.of(Map.of(SELF, vote)),
        Set.of(SELF),
        Set.of(SELF));
  }
}

package io.waymark.node.prober;

import io.waymark.protocol.health.Vote;
import io.waymark.protocol.profile.EndpointId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What this node says of one endpoint.
 *
 * @param vote null when it says nothing: its probes have decided nothing yet, or it does not probe
 *     the endpoint any more
 * @param since when it became Up or Down; withdrawing the vote leaves that as it is
 * @param reason of the last result, or why the vote is withdrawn, for people
 */
public record Ballot(EndpointId endpoint, @Nullable Vote vote, Instant since, String reason) {}

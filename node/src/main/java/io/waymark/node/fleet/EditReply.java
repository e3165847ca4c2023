package io.waymark.node.fleet;

import io.waymark.node.profile.ProfileActor;
import io.waymark.protocol.fleet.Confirmations;

/** What an admin is told of an edit. */
public sealed interface EditReply {
  /**
   * It was made, or refused.
   *
   * @param confirmations of the nodes that answer with it
   * @param waitFor what the admin wanted to wait for
   * @param exact whether its conditions, if it had any, were checked where all others are
   */
  record Made(
      ProfileActor.Outcome outcome,
      Confirmations confirmations,
      Confirmations.Wait waitFor,
      boolean exact)
      implements EditReply {}

  /** No node that takes edits could be reached in time: it was made, or it was not. */
  record Unavailable() implements EditReply {}
}

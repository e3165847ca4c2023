package io.waymark.node.fleet;

import io.waymark.protocol.fleet.EditId;
import io.waymark.protocol.fleet.EditRoute;
import org.jspecify.annotations.Nullable;

/** An edit here: asked by an admin, or (with an origin) sent by another node. */
final class EditJob {
  final EditId id;
  final EditDesk.Asked asked;
  final @Nullable String origin;
  final long deadlineMillis;
  EditRoute route;
  boolean exact;
  boolean sent;

  /** When it became exact. */
  long exactMillis;

  /** What is being learned before the condition is checked; null when nothing is. */
  @Nullable MajorityRead read;

  EditJob(
      EditId id,
      EditDesk.Asked asked,
      @Nullable String origin,
      long deadlineMillis,
      EditRoute route) {
    this.id = id;
    this.asked = asked;
    this.origin = origin;
    this.deadlineMillis = deadlineMillis;
    this.route = route;
  }
}

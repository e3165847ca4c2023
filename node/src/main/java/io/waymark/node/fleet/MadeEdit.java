package io.waymark.node.fleet;

import io.waymark.node.profile.ProfileActor;
import io.waymark.protocol.fleet.Confirmations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of an edit that was made here, and who answers with it. */
final class MadeEdit {
  final ProfileActor.Outcome outcome;
  final Map<String, List<EditMark>> missing = new HashMap<>();
  final List<EditMark> marks;
  final long sinceMillis;
  Confirmations confirmations;
  boolean exact;

  /** The key that must still be this node's alone when a majority has the edit; else null. */
  @Nullable String toProve;

  /** Until when it can be proven. */
  long proveByMillis;

  MadeEdit(
      ProfileActor.Outcome outcome,
      List<EditMark> marks,
      Confirmations confirmations,
      boolean exact,
      long sinceMillis) {
    this.outcome = outcome;
    this.marks = marks;
    this.confirmations = confirmations;
    this.exact = exact;
    this.sinceMillis = sinceMillis;
  }

  void proven(boolean stillExact) {
    toProve = null;
    exact = stillExact;
  }

  void applied(String node, List<EditMark> arrived) {
    if (marks.isEmpty()) {
      return;
    }
    List<EditMark> left = missing.computeIfAbsent(node, name -> new ArrayList<>(marks));
    left.removeIf(mark -> arrived.stream().anyMatch(one -> one.covers(mark)));
    if (left.isEmpty()) {
      confirmations = confirmations.with(node);
    }
  }
}

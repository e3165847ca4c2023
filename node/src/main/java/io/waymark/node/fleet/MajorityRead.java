package io.waymark.node.fleet;

import io.waymark.protocol.fleet.Homes;
import io.waymark.protocol.replica.Bucket;
import java.util.HashSet;
import java.util.Set;

/** What a majority knows of one entity, as it is being asked. */
final class MajorityRead {
  /** Who has not told by then is not waited for. */
  static final long WITHIN_MILLIS = 1_500;

  private final long sinceMillis;
  private final Set<String> told = new HashSet<>();
  private Bucket learned = Bucket.EMPTY;
  private boolean merging;

  /**
   * @param self who asks, and knows what it knows
   */
  MajorityRead(String self, long nowMillis) {
    sinceMillis = nowMillis;
    told.add(self);
  }

  void told(String node, Bucket state) {
    told.add(node);
    learned = learned.merge(state);
  }

  /** All that was told so far. */
  Bucket learned() {
    return learned;
  }

  boolean enough(Set<String> roster) {
    return roster.stream().filter(told::contains).count() >= Homes.majorityOf(roster.size());
  }

  /** Whether this call is the first, so that what was told is merged once. */
  boolean merges() {
    boolean first = !merging;
    merging = true;
    return first;
  }

  boolean over(long nowMillis) {
    return !merging && nowMillis - sinceMillis >= WITHIN_MILLIS;
  }
}

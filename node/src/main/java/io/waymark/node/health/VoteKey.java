package io.waymark.node.health;

import org.jspecify.annotations.Nullable;

/**
 * Which votes one replicated block holds: those of one prober on a 64th of all subjects.
 *
 * @param bucket in {@code [0, BUCKETS)}
 */
record VoteKey(String prober, int bucket) {
  static final int BUCKETS = 64;

  private static final String PREFIX = "v/";

  /** The bucket of a subject: its top six bits, which are as good as random. */
  static int bucketOf(long subject) {
    return (int) (subject >>> 58);
  }

  /** The replicator's key. */
  String text() {
    return PREFIX + prober + "/" + bucket;
  }

  /** Reads what {@link #text} gave; null when it is no such key. */
  static @Nullable VoteKey parse(String text) {
    int slash = text.lastIndexOf('/');
    if (!text.startsWith(PREFIX) || slash <= PREFIX.length()) {
      return null;
    }
    try {
      int bucket = Integer.parseInt(text, slash + 1, text.length(), 10);
      return bucket < 0 || bucket >= BUCKETS
          ? null
          : new VoteKey(text.substring(PREFIX.length(), slash), bucket);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}

package io.waymark.protocol.fleet;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Rendezvous hashing: every key ranks all nodes, each key in its own way, and every node computes
 * the same ranks. Without the first node of a rank the second is first, and nothing else moves.
 *
 * <p>The hash is part of what nodes of different versions must agree on, so it never changes: the
 * FNV-1a hash of 64 bits over the text's UTF-8, then the finalizer of SplitMix64, because FNV alone
 * leaves the upper bits of short texts alike. A node's score for a key is the finalizer of both
 * hashes xored; scores compare as unsigned numbers, and the greater is first.
 */
final class Rendezvous {
  private static final long FNV_OFFSET = 0xcbf2_9ce4_8422_2325L;
  private static final long FNV_PRIME = 0x100_0000_01b3L;

  private Rendezvous() {}

  static long hash(String text) {
    long hash = FNV_OFFSET;
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ octet & 0xff) * FNV_PRIME;
    }
    return mix(hash);
  }

  static long score(long key, long node) {
    return mix(key ^ node);
  }

  /** The nodes, best first; equal scores by name. */
  static List<String> order(String key, Collection<String> nodes) {
    record Scored(String node, long score) {}
    long keyHash = hash(key);
    List<Scored> scored = new ArrayList<>();
    for (String node : nodes) {
      scored.add(new Scored(node, score(keyHash, hash(node))));
    }
    scored.sort(
        Comparator.comparing(Scored::score, (a, b) -> Long.compareUnsigned(b, a))
            .thenComparing(Scored::node));
    return scored.stream().map(Scored::node).toList();
  }

  /** The finalizer of SplitMix64: every bit of the input moves about half of the output's. */
  static long mix(long value) {
    long mixed = (value ^ value >>> 30) * 0xbf58_476d_1ce4_e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
    return mixed ^ mixed >>> 31;
  }
}

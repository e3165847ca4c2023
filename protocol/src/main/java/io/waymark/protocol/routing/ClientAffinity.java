package io.waymark.protocol.routing;

import io.waymark.protocol.net.Client;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Keeps a client network on its endpoint without any memory: weighted rendezvous hashing over
 * (profile, client network, endpoint).
 *
 * <p>Every candidate gets a score from its hash with the client's network and from its weight, and
 * the highest wins. All nodes compute the same scores; a candidate that goes away moves only the
 * networks it had, and they spread over the others by weight. The scores are {@code weight /
 * -ln(u)} with {@code u} uniform in (0, 1): the largest of such numbers belongs to each candidate
 * in proportion to its weight.
 *
 * <p>{@code StrictMath} because every node must find the same winner.
 */
final class ClientAffinity {
  /** Clients are told apart by networks of this length at most: what a site or a household has. */
  static final int NETWORK_BITS_V4 = 24;

  static final int NETWORK_BITS_V6 = 56;

  private ClientAffinity() {}

  /** Leading bits of the client's address that matter. */
  static int networkBits(Client client) {
    return Math.min(client.knownBits(), client.v6() ? NETWORK_BITS_V6 : NETWORK_BITS_V4);
  }

  /** A hash of the client's network. */
  static long network(Client client) {
    int bits = networkBits(client);
    long high = client.high();
    long low = client.low();
    if (client.v6()) {
      // At most 56 bits count: all of them are in the upper half.
      high = bits == 0 ? 0 : high & -1L << 64 - bits;
      low = 0;
    } else {
      low = bits == 0 ? 0 : low & 0xffff_ffffL << 32 - bits & 0xffff_ffffL;
    }
    return mix(mix(high + (client.v6() ? 1 : 0)) ^ low);
  }

  /** A hash of a candidate, the same on every node. */
  static long candidate(String profile, String endpoint) {
    String name = (profile + "/" + endpoint).toLowerCase(Locale.ROOT);
    long hash = 0;
    for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
      hash = mix(hash ^ octet & 0xff) + 0x9e37_79b9_7f4a_7c15L;
    }
    return hash;
  }

  /** The candidate's score for the network; at least 0, and higher is better. */
  static double score(long network, long candidate, int weight) {
    // 53 bits, moved off both ends of the interval.
    double uniform = ((mix(network ^ candidate) >>> 11) + 0.5) * 0x1p-53;
    return weight / -StrictMath.log(uniform);
  }

  /** The finalizer of SplitMix64: every bit of the input moves about half of the output's. */
  private static long mix(long value) {
    long mixed = (value ^ value >>> 30) * 0xbf58_476d_1ce4_e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
    return mixed ^ mixed >>> 31;
  }
}

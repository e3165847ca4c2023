package io.waymark.node.location;

import com.maxmind.db.Metadata;
import java.io.IOException;

/**
 * The binary search tree of a MaxMind DB file, walked as a whole. Its leaves point at data, and the
 * same data has one pointer: whoever knows what a pointer means need not read it again for each of
 * the half million networks that have it.
 */
final class SearchTree {
  /** Takes networks in ascending order, none within another. */
  interface Leaves {
    /**
     * @param pointer equal for networks with the same data
     * @param high the upper 64 bits of the address as the file has it; of an IPv4 file 0
     * @param low the lower 64 bits; of an IPv4 file the address
     * @param length of the prefix, of 128 bits or, in an IPv4 file, of 32
     */
    void leaf(long pointer, long high, long low, int length) throws IOException;
  }

  private static final int V4_BITS = 32;
  private static final int V6_BITS = 128;
  private static final int V4_LENGTH = V6_BITS - V4_BITS;

  private final byte[] file;
  private final long nodes;
  private final int recordBits;
  private final int addressBits;
  private final Leaves leaves;

  /** The node of ::/96 in an IPv6 file; prefixes that are IPv4 in disguise lead there as well. */
  private final long v4Start;

  private SearchTree(byte[] file, Metadata metadata, Leaves leaves) throws IOException {
    this.file = file;
    this.nodes = metadata.nodeCount();
    this.recordBits = metadata.recordSize();
    this.addressBits = metadata.ipVersion() == 4 ? V4_BITS : V6_BITS;
    this.leaves = leaves;
    if (recordBits != 24 && recordBits != 28 && recordBits != 32) {
      throw new IOException("records of " + recordBits + " bits");
    }
    if (nodes * recordBits / 4 > file.length) {
      throw new IOException("the file ends within its search tree");
    }
    long at = 0;
    for (int i = 0; addressBits == V6_BITS && i < V4_LENGTH && at < nodes; i++) {
      at = record(at, 0);
    }
    v4Start = addressBits == V6_BITS ? at : -1;
  }

  /**
   * Tells of every network, besides those that are IPv4 in disguise.
   *
   * @throws IOException when this is no such tree
   */
  static void walk(byte[] file, Metadata metadata, Leaves leaves) throws IOException {
    SearchTree tree = new SearchTree(file, metadata, leaves);
    tree.walk(0, 0, 0, 0);
  }

  private void walk(long record, long high, long low, int depth) throws IOException {
    if (record == nodes) {
      return; // nothing is known of it
    }
    if (record > nodes) {
      leaves.leaf(record, high, low, depth);
      return;
    }
    if (depth == addressBits) {
      throw new IOException("the search tree is deeper than an address is long");
    }
    if (record == v4Start && depth > 0 && !(depth == V4_LENGTH && high == 0 && low == 0)) {
      return;
    }
    walk(record(record, 0), high, low, depth + 1);
    int bit = addressBits - 1 - depth;
    walk(
        record(record, 1),
        bit >= Long.SIZE ? high | 1L << bit : high,
        bit >= Long.SIZE ? low : low | 1L << bit,
        depth + 1);
  }

  private long record(long node, int side) {
    int at = (int) (node * recordBits / 4);
    return switch (recordBits) {
      case 24 -> bits(at + 3 * side, 3);
      case 28 ->
          side == 0
              ? (long) (file[at + 3] & 0xf0) << 20 | bits(at, 3)
              : (long) (file[at + 3] & 0x0f) << 24 | bits(at + 4, 3);
      default -> bits(at + 4 * side, 4);
    };
  }

  private long bits(int at, int octets) {
    long value = 0;
    for (int i = 0; i < octets; i++) {
      value = value << 8 | file[at + i] & 0xff;
    }
    return value;
  }
}

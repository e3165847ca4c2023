package io.waymark.node.dns;

import static io.waymark.node.dns.LinuxSockets.AF_INET6;
import static io.waymark.node.dns.LinuxSockets.IOVEC;
import static io.waymark.node.dns.LinuxSockets.IOVEC_LEN;
import static io.waymark.node.dns.LinuxSockets.MMSGHDR;
import static io.waymark.node.dns.LinuxSockets.MMSGHDR_FLAGS;
import static io.waymark.node.dns.LinuxSockets.MMSGHDR_IOV;
import static io.waymark.node.dns.LinuxSockets.MMSGHDR_IOVLEN;
import static io.waymark.node.dns.LinuxSockets.MMSGHDR_LEN;
import static io.waymark.node.dns.LinuxSockets.MMSGHDR_NAME;
import static io.waymark.node.dns.LinuxSockets.MMSGHDR_NAMELEN;
import static io.waymark.node.dns.LinuxSockets.MSG_TRUNC;
import static io.waymark.node.dns.LinuxSockets.SOCKADDR;
import static io.waymark.node.dns.LinuxSockets.SOCKADDR_IN6_ADDRESS;
import static io.waymark.node.dns.LinuxSockets.SOCKADDR_IN_ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Off-heap room for one batch of packets and their headers, laid out once: {@code recvmmsg} fills
 * it, and a response goes out of the very slot its query came in, so that a batch touches little
 * memory.
 */
public final class PacketBatch {
  /** Packets in one call. */
  public static final int SIZE = 64;

  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final ValueLayout.OfInt NETWORK_INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong NETWORK_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private static final int NAME = 32;

  /**
   * From one slot to the next: a line more than a packet, since slots at a power of two would share
   * a few sets of the cache.
   */
  private static final int SLOT = PacketHandler.PACKET_MAX + 64;

  private final MemorySegment incoming;
  private final MemorySegment outgoing;
  private final MemorySegment incomingVectors;
  private final MemorySegment outgoingVectors;
  private final MemorySegment names;
  private final MemorySegment packets;
  private final MemorySegment state;
  private int queued;

  public PacketBatch(Arena arena) {
    incoming = arena.allocate((long) SIZE * MMSGHDR, 64);
    outgoing = arena.allocate((long) SIZE * MMSGHDR, 64);
    incomingVectors = arena.allocate((long) SIZE * IOVEC, 64);
    outgoingVectors = arena.allocate((long) SIZE * IOVEC, 64);
    names = arena.allocate((long) SIZE * NAME, 64);
    packets = arena.allocate((long) SIZE * SLOT, 64);
    state = LinuxSockets.callState(arena);
    for (int i = 0; i < SIZE; i++) {
      incomingVectors.set(LONG, (long) i * IOVEC, slotAddress(i));
      incomingVectors.set(LONG, (long) i * IOVEC + IOVEC_LEN, PacketHandler.PACKET_MAX);
      header(incoming, i, incomingVectors.address() + (long) i * IOVEC);
      header(outgoing, i, outgoingVectors.address() + (long) i * IOVEC);
    }
  }

  private void header(MemorySegment headers, int i, long vector) {
    long at = (long) i * MMSGHDR;
    headers.set(LONG, at + MMSGHDR_NAME, nameAddress(i));
    headers.set(INT, at + MMSGHDR_NAMELEN, SOCKADDR);
    headers.set(LONG, at + MMSGHDR_IOV, vector);
    headers.set(LONG, at + MMSGHDR_IOVLEN, 1);
  }

  private long nameAddress(int i) {
    return names.address() + (long) i * NAME;
  }

  private long slotAddress(int i) {
    return packets.address() + (long) i * SLOT;
  }

  /**
   * Waits for packets.
   *
   * @return how many; -1 when the call failed, with {@link #errno} telling why
   */
  public int receive(int fd) {
    queued = 0;
    return LinuxSockets.recvmmsg(state, fd, incoming, SIZE);
  }

  /** The error number of the last call that failed. */
  public int errno() {
    return LinuxSockets.errno(state);
  }

  /**
   * Octets of a packet; -1 when it was longer than its slot. Also readies the slot's header for the
   * next batch.
   */
  public int length(int i) {
    long at = (long) i * MMSGHDR;
    // The kernel wrote the real length of the name there.
    outgoing.set(
        INT, (long) queued * MMSGHDR + MMSGHDR_NAMELEN, incoming.get(INT, at + MMSGHDR_NAMELEN));
    incoming.set(INT, at + MMSGHDR_NAMELEN, SOCKADDR);
    return (incoming.get(INT, at + MMSGHDR_FLAGS) & MSG_TRUNC) != 0
        ? -1
        : incoming.get(INT, at + MMSGHDR_LEN);
  }

  public void copyOut(int i, byte[] packet, int length) {
    MemorySegment.copy(packets, ValueLayout.JAVA_BYTE, (long) i * SLOT, packet, 0, length);
  }

  public boolean fromV6(int i) {
    return names.get(SHORT, (long) i * NAME) == AF_INET6;
  }

  /** The upper half of an IPv6 sender. */
  public long senderHigh(int i) {
    return names.get(NETWORK_LONG, (long) i * NAME + SOCKADDR_IN6_ADDRESS);
  }

  /** The lower half of an IPv6 sender. */
  public long senderLow(int i) {
    return names.get(NETWORK_LONG, (long) i * NAME + SOCKADDR_IN6_ADDRESS + 8);
  }

  /** An IPv4 sender. */
  public long senderV4(int i) {
    return Integer.toUnsignedLong(names.get(NETWORK_INT, (long) i * NAME + SOCKADDR_IN_ADDRESS));
  }

  /** Puts a response in the slot of its query and queues it for sending. */
  public void reply(int i, byte[] response, int length) {
    MemorySegment.copy(response, 0, packets, ValueLayout.JAVA_BYTE, (long) i * SLOT, length);
    replyInPlace(i, length);
  }

  /** Queues what already is in the slot. Called after {@link #length} of the same slot. */
  public void replyInPlace(int i, int length) {
    long vector = (long) queued * IOVEC;
    outgoingVectors.set(LONG, vector, slotAddress(i));
    outgoingVectors.set(LONG, vector + IOVEC_LEN, length);
    outgoing.set(LONG, (long) queued * MMSGHDR + MMSGHDR_NAME, nameAddress(i));
    queued++;
  }

  /** Direct access to one octet of a slot, for a handler that works in place. */
  public void setOctet(int i, int offset, int value) {
    packets.set(ValueLayout.JAVA_BYTE, (long) i * SLOT + offset, (byte) value);
  }

  /**
   * Sends what is queued. A response that the kernel refuses is skipped: its client asks again.
   *
   * @return responses that were not sent
   */
  public int flush(int fd) {
    int unsent = 0;
    int from = 0;
    while (from < queued) {
      MemorySegment rest = from == 0 ? outgoing : outgoing.asSlice((long) from * MMSGHDR);
      int sent = LinuxSockets.sendmmsg(state, fd, rest, queued - from);
      if (sent > 0) {
        from += sent;
      } else if (errno() != LinuxSockets.EINTR) {
        from++;
        unsent++;
      }
    }
    queued = 0;
    return unsent;
  }
}

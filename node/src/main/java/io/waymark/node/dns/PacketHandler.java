package io.waymark.node.dns;

/** Turns one UDP packet into its response. Owned by one thread. */
@FunctionalInterface
public interface PacketHandler {
  /** Octets of the longest packet that is read; longer ones are no query anybody sends. */
  int PACKET_MAX = 2048;

  /**
   * Handles one packet.
   *
   * @param packet its octets; {@link io.waymark.protocol.dns.Query#SLACK} more are readable
   * @param length of the packet, at most {@link #PACKET_MAX}
   * @param v6 the family of the sender's address
   * @param high the upper 64 bits of an IPv6 sender
   * @param low the lower 64 bits of an IPv6 sender; an IPv4 sender in its lower 32 bits
   * @param response to be filled; {@link #PACKET_MAX} octets
   * @return octets of the response; 0 for none
   */
  int handle(byte[] packet, int length, boolean v6, long high, long low, byte[] response);
}

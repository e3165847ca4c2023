package io.waymark.node.dns;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Reads queries from one UDP socket and sends their responses, until closed. Run by a thread of its
 * own.
 */
interface UdpLoop extends AutoCloseable {
  /**
   * Serves until {@link #close}.
   *
   * @throws IOException when the socket is of no more use
   */
  void serve() throws IOException;

  /**
   * Ends {@link #serve} soon, and frees the socket. May be called from any thread, more than once.
   */
  @Override
  void close();

  /** Opens a loop's socket. */
  @FunctionalInterface
  interface Opener {
    UdpLoop open(InetSocketAddress address, PacketHandler handler, Counters counters)
        throws IOException;
  }
}

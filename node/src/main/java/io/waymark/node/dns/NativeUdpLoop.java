package io.waymark.node.dns;

import io.waymark.protocol.dns.Query;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The UDP loop on Linux: one {@code SO_REUSEPORT} socket, batches of up to 64 packets for each
 * system call. In steady state a query costs two copies of its octets and no allocation.
 */
final class NativeUdpLoop implements UdpLoop {
  /**
   * Packets that may wait while the thread is not scheduled; the kernel caps it at {@code
   * net.core.rmem_max}.
   */
  private static final int RECEIVE_BUFFER = 4 << 20;

  /** How soon an idle loop notices that it was closed. */
  private static final int RECEIVE_TIMEOUT_MILLIS = 100;

  private final PacketHandler handler;
  private final Counters counters;
  private final int fd;
  private final AtomicBoolean owned = new AtomicBoolean();
  private volatile boolean closed;

  NativeUdpLoop(InetSocketAddress address, PacketHandler handler, Counters counters)
      throws IOException {
    this.handler = handler;
    this.counters = counters;
    this.fd =
        LinuxSockets.openUdp(
            address.getAddress().getAddress(),
            address.getPort(),
            RECEIVE_BUFFER,
            RECEIVE_TIMEOUT_MILLIS);
  }

  @Override
  public void serve() throws IOException {
    if (!owned.compareAndSet(false, true)) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      PacketBatch batch = new PacketBatch(arena);
      byte[] packet = new byte[PacketHandler.PACKET_MAX + Query.SLACK];
      byte[] response = new byte[PacketHandler.PACKET_MAX];
      while (!closed) {
        int received = batch.receive(fd);
        if (received < 0) {
          int errno = batch.errno();
          if (errno != LinuxSockets.EAGAIN && errno != LinuxSockets.EINTR) {
            throw new LinuxSockets.SocketCallException("recvmmsg", errno);
          }
          continue;
        }
        for (int i = 0; i < received; i++) {
          handle(batch, i, packet, response);
        }
        for (int unsent = batch.flush(fd); unsent > 0; unsent--) {
          counters.add(DnsCounter.UNSENT);
        }
      }
    } finally {
      LinuxSockets.close(fd);
    }
  }

  private void handle(PacketBatch batch, int i, byte[] packet, byte[] response) {
    int length = batch.length(i);
    if (length < 0) {
      counters.add(DnsCounter.IGNORED);
      return;
    }
    batch.copyOut(i, packet, length);
    int octets =
        batch.fromV6(i)
            ? handler.handle(
                packet, length, true, batch.senderHigh(i), batch.senderLow(i), response)
            : handler.handle(packet, length, false, 0, batch.senderV4(i), response);
    if (octets > 0) {
      batch.reply(i, response, octets);
    }
  }

  @Override
  public void close() {
    closed = true;
    // A serving thread closes the descriptor itself: before that its number must not be given to
    // anything else.
    if (owned.compareAndSet(false, true)) {
      LinuxSockets.close(fd);
    }
  }
}

package io.waymark.simulation.bench;

import io.waymark.node.dns.LinuxSockets;
import io.waymark.node.dns.PacketBatch;
import io.waymark.protocol.net.IpAddress;
import java.io.IOException;
import java.lang.foreign.Arena;

/**
 * The floor: the same system calls in the same batches as our server's UDP loop, but each packet
 * goes back as it came, marked as a response. What a query costs beyond this is DNS.
 */
final class EchoServer {
  private static final int RECEIVE_BUFFER = 4 << 20;
  private static final int RECEIVE_TIMEOUT_MILLIS = 1000;
  private static final int FLAGS_OFFSET = 2;
  private static final int QR = 0x80;

  private EchoServer() {}

  /**
   * @param args the port on 127.0.0.1
   */
  public static void main(String[] args) throws IOException {
    int fd =
        LinuxSockets.openUdp(
            IpAddress.parse("127.0.0.1").bytes(),
            Integer.parseInt(args[0]),
            RECEIVE_BUFFER,
            RECEIVE_TIMEOUT_MILLIS);
    Thread.ofPlatform().daemon().name(Gauges.UDP_THREAD + "-echo").start(() -> echo(fd));
    Gauges.serve();
  }

  private static void echo(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      PacketBatch batch = new PacketBatch(arena);
      while (true) {
        int received = batch.receive(fd);
        if (received < 0) {
          int errno = batch.errno();
          if (errno != LinuxSockets.EAGAIN && errno != LinuxSockets.EINTR) {
            throw new IllegalStateException("recvmmsg failed with error number " + errno);
          }
          continue;
        }
        for (int i = 0; i < received; i++) {
          int length = batch.length(i);
          if (length > FLAGS_OFFSET) {
            batch.setOctet(i, FLAGS_OFFSET, QR);
            batch.replyInPlace(i, length);
          }
        }
        batch.flush(fd);
      }
    }
  }
}

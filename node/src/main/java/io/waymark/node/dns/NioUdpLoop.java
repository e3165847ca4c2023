package io.waymark.node.dns;

import io.waymark.protocol.dns.Query;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;

/**
 * The UDP loop where {@link NativeUdpLoop} cannot run: the same behaviour, a packet for each system
 * call.
 */
final class NioUdpLoop implements UdpLoop {
  private final PacketHandler handler;
  private final Counters counters;
  private final DatagramChannel channel;

  NioUdpLoop(InetSocketAddress address, PacketHandler handler, Counters counters)
      throws IOException {
    this.handler = handler;
    this.counters = counters;
    channel =
        DatagramChannel.open(
            address.getAddress() instanceof Inet6Address
                ? StandardProtocolFamily.INET6
                : StandardProtocolFamily.INET);
    try {
      if (channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      channel.bind(address);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void serve() throws IOException {
    byte[] packet = new byte[PacketHandler.PACKET_MAX + 1 + Query.SLACK];
    byte[] response = new byte[PacketHandler.PACKET_MAX];
    ByteBuffer incoming = ByteBuffer.wrap(packet);
    ByteBuffer outgoing = ByteBuffer.wrap(response);
    try {
      while (channel.isOpen()) {
        incoming.clear().limit(PacketHandler.PACKET_MAX + 1);
        SocketAddress sender = channel.receive(incoming);
        int length = incoming.position();
        if (length > PacketHandler.PACKET_MAX) {
          counters.add(DnsCounter.IGNORED);
          continue;
        }
        int octets = handle(packet, length, (InetSocketAddress) sender, response);
        if (octets > 0) {
          send(outgoing.clear().limit(octets), sender);
        }
      }
    } catch (AsynchronousCloseException e) {
      // Closed while waiting, as intended.
    } finally {
      channel.close();
    }
  }

  private void send(ByteBuffer response, SocketAddress sender) throws ClosedChannelException {
    try {
      channel.send(response, sender);
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      counters.add(DnsCounter.UNSENT);
    }
  }

  private int handle(byte[] packet, int length, InetSocketAddress sender, byte[] response) {
    ByteBuffer address = ByteBuffer.wrap(sender.getAddress().getAddress());
    return address.remaining() == 16
        ? handler.handle(packet, length, true, address.getLong(0), address.getLong(8), response)
        : handler.handle(
            packet, length, false, 0, Integer.toUnsignedLong(address.getInt(0)), response);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      counters.add(DnsCounter.UNSENT);
    }
  }
}

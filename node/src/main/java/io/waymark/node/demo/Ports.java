package io.waymark.node.demo;

import io.waymark.node.StartException;
import io.waymark.node.settings.NodeSettings;
import io.waymark.node.settings.NodeSettings.Listen;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.DatagramChannel;

/** Whether the demo's ports are free, asked before anything starts. */
final class Ports {
  private Ports() {}

  /**
   * Checks what a node is going to listen on; DNS needs both transports.
   *
   * @throws StartException naming the first address that is taken, and the option that changes it
   */
  static void requireFree(NodeSettings settings) throws StartException {
    for (Listen listen : settings.dns().listen()) {
      requireFreeTcp(listen.socketAddress(), "--dns-port");
      requireFreeUdp(listen.socketAddress(), "--dns-port");
    }
    requireFreeTcp(settings.admin().listen().socketAddress(), "--http-port");
  }

  private static void requireFreeTcp(InetSocketAddress address, String option)
      throws StartException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(address);
    } catch (IOException e) {
      throw inTheWay(address, "TCP", option, e);
    }
  }

  private static void requireFreeUdp(InetSocketAddress address, String option)
      throws StartException {
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.bind(address);
    } catch (IOException e) {
      throw inTheWay(address, "UDP", option, e);
    }
  }

  static StartException inTheWay(
      InetSocketAddress address, String transport, String option, IOException cause) {
    return new StartException(
        Listen.of(address)
            + " cannot be used for "
            + transport
            + " ("
            + cause.getMessage()
            + "): stop what listens there, or choose another port with "
            + option,
        cause);
  }
}

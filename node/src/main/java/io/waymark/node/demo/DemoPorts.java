package io.waymark.node.demo;

import io.waymark.node.StartException;
import io.waymark.node.settings.NodeSettings.Listen;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.DatagramChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The ports that all nodes of the demo have, each on its own address.
 *
 * @param dns both for UDP and TCP
 */
record DemoPorts(int dns, int http, int fleet) {
  private static final int ATTEMPTS_MAX = 100;

  /**
   * Below those that systems give to outgoing connections: a port that is free stays so until the
   * nodes take it, and while one of them is down.
   */
  private static final int FREE_FROM = 20_000;

  private static final int FREE_TO = 32_000;

  private enum Transport {
    TCP,
    UDP
  }

  /**
   * Checks before anything starts that the ports can be had, and puts free ones in place of those
   * that are 0.
   *
   * @throws StartException naming the first address that is taken, and the option that changes it
   */
  DemoPorts available(List<DemoNode> nodes) throws StartException {
    List<InetAddress> addresses =
        nodes.stream().map(node -> InetAddress.ofLiteral(node.address())).toList();
    Set<Integer> chosen = new HashSet<>(List.of(dns, http, fleet));
    return new DemoPorts(
        available("--dns-port", dns, addresses, chosen, Transport.TCP, Transport.UDP),
        available("--http-port", http, addresses, chosen, Transport.TCP),
        available("--fleet-port", fleet, addresses, chosen, Transport.TCP));
  }

  private static int available(
      String option,
      int wanted,
      List<InetAddress> addresses,
      Set<Integer> chosen,
      Transport... transports)
      throws StartException {
    if (wanted != 0) {
      requireFree(option, wanted, addresses, transports);
      return wanted;
    }
    for (int attempt = 1; ; attempt++) {
      int port = RandomGenerator.getDefault().nextInt(FREE_FROM, FREE_TO);
      try {
        requireFree(option, port, addresses, transports);
        if (chosen.add(port)) {
          return port;
        }
      } catch (StartException e) {
        if (attempt >= ATTEMPTS_MAX) {
          throw e;
        }
      }
    }
  }

  private static void requireFree(
      String option, int port, List<InetAddress> addresses, Transport... transports)
      throws StartException {
    for (InetAddress address : addresses) {
      for (Transport transport : transports) {
        InetSocketAddress at = new InetSocketAddress(address, port);
        try {
          bind(at, transport);
        } catch (IOException e) {
          throw inTheWay(at, transport.name(), option, e);
        }
      }
    }
  }

  private static void bind(InetSocketAddress address, Transport transport) throws IOException {
    switch (transport) {
      case TCP -> {
        try (ServerSocket socket = new ServerSocket()) {
          socket.bind(address);
        }
      }
      case UDP -> {
        try (DatagramChannel channel = DatagramChannel.open()) {
          channel.bind(address);
        }
      }
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

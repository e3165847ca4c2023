package io.waymark.node.dns;

import io.waymark.node.settings.NodeSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The sockets of a name server and the threads that serve them. It starts before any actor system,
 * reads the table alone, and stops last.
 */
public final class DataPlane implements AutoCloseable {
  /** Tries to find a free port that UDP and TCP can both have. */
  private static final int FREE_PORT_TRIES = 20;

  private final AnswerTable table;
  private final Zones zones;
  private final NodeSettings.Dns settings;
  private final SplittableRandom randoms = new SplittableRandom();
  private final List<TcpServer> tcpServers = new ArrayList<>();
  private final List<UdpServer> udpServers = new ArrayList<>();
  private final List<Counters> counters = new CopyOnWriteArrayList<>();

  private DataPlane(AnswerTable table, Zones zones, NodeSettings.Dns settings) {
    this.table = table;
    this.zones = zones;
    this.settings = settings;
  }

  /**
   * Opens every listen address and serves.
   *
   * @throws BindException naming the address that cannot be had; nothing stays open
   * @throws IOException when a socket cannot be made
   */
  public static DataPlane start(AnswerTable table, Zones zones, NodeSettings.Dns settings)
      throws IOException {
    DataPlane plane = new DataPlane(table, zones, settings);
    try {
      for (NodeSettings.Listen listen : settings.listen()) {
        plane.open(listen);
      }
    } catch (IOException e) {
      plane.close();
      throw e;
    }
    plane.udpServers.forEach(UdpServer::start);
    plane.tcpServers.forEach(TcpServer::start);
    return plane;
  }

  private void open(NodeSettings.Listen listen) throws IOException {
    InetAddress address = InetAddress.getByAddress(listen.address().bytes());
    for (int attempt = 1; ; attempt++) {
      int udpBefore = udpServers.size();
      TcpServer tcp = openTcp(address, listen);
      try {
        for (int i = 0; i < settings.udpThreads(); i++) {
          udpServers.add(openUdp(tcp.localAddress(), i));
        }
        tcpServers.add(tcp);
        return;
      } catch (IOException e) {
        tcp.close();
        while (udpServers.size() > udpBefore) {
          udpServers.removeLast().close();
        }
        // A free TCP port may be taken for UDP; another one is as good.
        if (listen.port() != 0 || attempt == FREE_PORT_TRIES) {
          throw unavailable(listen, "UDP", e);
        }
      }
    }
  }

  private TcpServer openTcp(InetAddress address, NodeSettings.Listen listen) throws IOException {
    try {
      Counters tcpCounters = newCounters();
      return new TcpServer(
          new InetSocketAddress(address, listen.port()),
          this::newTcpResponder,
          TcpServer.Limits.DEFAULT,
          tcpCounters);
    } catch (IOException e) {
      throw unavailable(listen, "TCP", e);
    }
  }

  private UdpServer openUdp(InetSocketAddress address, int index) throws IOException {
    Counters loopCounters = newCounters();
    Responder responder = newResponder(loopCounters);
    return new UdpServer(
        "dns-udp-" + address + "-" + index, address, opener(), responder::udp, loopCounters);
  }

  private UdpLoop.Opener opener() {
    return switch (settings.udpLoop()) {
      case NATIVE -> NativeUdpLoop::new;
      case NIO -> NioUdpLoop::new;
      case AUTO -> LinuxSockets.supported() ? NativeUdpLoop::new : NioUdpLoop::new;
    };
  }

  private Responder newTcpResponder() {
    return newResponder(newCounters());
  }

  private Responder newResponder(Counters responderCounters) {
    SplittableRandom random;
    synchronized (randoms) {
      random = randoms.split();
    }
    return new Responder(table, zones, settings.nsid(), random, responderCounters);
  }

  private Counters newCounters() {
    Counters made = new Counters();
    counters.add(made);
    return made;
  }

  private static BindException unavailable(
      NodeSettings.Listen listen, String transport, IOException cause) {
    BindException e =
        new BindException(
            "cannot listen on "
                + listen
                + " ("
                + transport
                + "): "
                + cause.getMessage()
                + ". Is another server running there, is the address this machine's, and may this"
                + " user open the port?");
    e.initCause(cause);
    return e;
  }

  /** Where it listens, in the order of the settings; ports are the real ones. */
  public List<InetSocketAddress> addresses() {
    return tcpServers.stream().map(TcpServer::localAddress).toList();
  }

  /** The sum over all threads. */
  public long count(DnsCounter counter) {
    return counters.stream().mapToLong(one -> one.get(counter)).sum();
  }

  /**
   * Octets that the UDP threads have allocated on the heap since they started; steady state adds
   * none.
   */
  public long allocatedBytes() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return udpServers.stream()
        .mapToLong(server -> threads.getThreadAllocatedBytes(server.threadId()))
        .sum();
  }

  @Override
  public void close() {
    udpServers.forEach(UdpServer::close);
    tcpServers.forEach(TcpServer::close);
  }
}

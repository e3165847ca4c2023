package io.waymark.node.dns;

import io.waymark.protocol.dns.Query;
import io.waymark.protocol.dns.Reply;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DNS over TCP (RFC 7766) on one address, a virtual thread for each connection; queries on a
 * connection may be sent without waiting and are answered in order.
 *
 * <p>It is bound before the UDP sockets of the same address and without sharing, so it is also the
 * lock on the port.
 */
final class TcpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TcpServer.class);
  private static final int BACKLOG = 511;

  /**
   * What connections may take.
   *
   * @param connections at a time, in all
   * @param connectionsPerClient at a time, for each client address
   * @param queryMillis from one answer to the next, waiting included: a client that is idle (RFC
   *     7766 section 6.2.3), that sends by drops, or that does not read its answers is cut off
   */
  record Limits(int connections, int connectionsPerClient, int queryMillis) {
    static final Limits DEFAULT = new Limits(4096, 64, 10_000);
  }

  /** One client's connection, and since when it is waited for. */
  private static final class Connection {
    private final Socket socket;
    private volatile long sinceNanos = System.nanoTime();

    Connection(Socket socket) {
      this.socket = socket;
    }
  }

  /** How often connections are looked at, at most. */
  private static final int SWEEP_MILLIS = 500;

  private final ServerSocket listener;
  private final Supplier<Responder> responders;
  private final Limits limits;
  private final Counters counters;
  private final Queue<Worker> idle = new ConcurrentLinkedQueue<>();
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final Map<InetAddress, Integer> perClient = new ConcurrentHashMap<>();
  private final Thread acceptor;

  /**
   * @param responders makes the answering part; as many are made as there are queries at one time
   * @throws IOException when the port is taken
   */
  TcpServer(
      InetSocketAddress address, Supplier<Responder> responders, Limits limits, Counters counters)
      throws IOException {
    this.responders = responders;
    this.limits = limits;
    this.counters = counters;
    listener = new ServerSocket();
    try {
      // A server that was just restarted must get its port back although old connections linger.
      listener.setReuseAddress(true);
      listener.setSoTimeout(Math.min(SWEEP_MILLIS, limits.queryMillis()));
      listener.bind(address, BACKLOG);
    } catch (IOException e) {
      listener.close();
      throw e;
    }
    acceptor = Thread.ofPlatform().name("dns-tcp-" + localAddress()).unstarted(this::accept);
  }

  InetSocketAddress localAddress() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  void start() {
    acceptor.start();
  }

  private void accept() {
    long swept = System.nanoTime();
    while (!listener.isClosed()) {
      try {
        admit(listener.accept());
      } catch (SocketTimeoutException e) {
        LOG.trace("no connection to accept on {}", localAddress());
      } catch (SocketException e) {
        if (!listener.isClosed()) {
          LOG.warn("accepting on {} failed: {}", localAddress(), e.getMessage());
        }
      } catch (IOException e) {
        LOG.warn("accepting on {} failed: {}", localAddress(), e.getMessage());
      }
      if (System.nanoTime() - swept > TimeUnit.MILLISECONDS.toNanos(SWEEP_MILLIS)) {
        swept = System.nanoTime();
        cutOff(swept);
      }
    }
  }

  private void cutOff(long now) {
    long limit = TimeUnit.MILLISECONDS.toNanos(limits.queryMillis());
    for (Connection connection : connections) {
      if (now - connection.sinceNanos > limit) {
        closeQuietly(connection.socket);
      }
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.trace("closing {} failed: {}", socket, e.getMessage());
    }
  }

  private void admit(Socket socket) throws IOException {
    InetAddress client = socket.getInetAddress();
    int ofClient = perClient.merge(client, 1, Integer::sum);
    if (ofClient > limits.connectionsPerClient() || connections.size() >= limits.connections()) {
      release(client);
      counters.add(DnsCounter.TCP_REJECTED);
      socket.close();
      return;
    }
    Connection connection = new Connection(socket);
    connections.add(connection);
    Thread.ofVirtual()
        .name("dns-tcp-connection")
        .start(() -> {
          try (socket) {
            serve(connection);
          } catch (IOException e) {
            LOG.trace("connection from {} ended: {}", client, e.getMessage());
          } finally {
            connections.remove(connection);
            release(client);
          }
        });
  }

  private void release(InetAddress client) {
    perClient.computeIfPresent(client, (address, count) -> count == 1 ? null : count - 1);
  }

  private void serve(Connection connection) throws IOException {
    Socket socket = connection.socket;
    socket.setTcpNoDelay(true);
    DataInputStream in = new DataInputStream(socket.getInputStream());
    OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 4096);
    ByteBuffer address = ByteBuffer.wrap(socket.getInetAddress().getAddress());
    boolean v6 = address.remaining() == 16;
    long high = v6 ? address.getLong(0) : 0;
    long low = v6 ? address.getLong(8) : Integer.toUnsignedLong(address.getInt(0));
    while (!listener.isClosed()) {
      int length;
      try {
        length = in.readUnsignedShort();
      } catch (EOFException e) {
        return;
      }
      Worker worker = idle.poll();
      if (worker == null) {
        worker = new Worker(responders.get());
      }
      int octets = worker.answer(in, length, v6, high, low, out);
      idle.add(worker);
      connection.sinceNanos = System.nanoTime();
      if (octets == 0) {
        // Not a query: whoever sends such things over TCP is not spoken to any further.
        return;
      }
    }
  }

  /** The room that one query takes while it is read and answered. */
  private static final class Worker {
    private final Responder responder;
    private final byte[] packet = new byte[Reply.TCP_PAYLOAD_MAX + Query.SLACK];
    private final byte[] response = new byte[Reply.TCP_PAYLOAD_MAX];

    Worker(Responder responder) {
      this.responder = responder;
    }

    int answer(DataInputStream in, int length, boolean v6, long high, long low, OutputStream out)
        throws IOException {
      in.readFully(packet, 0, length);
      int octets = responder.tcp(packet, length, v6, high, low, response);
      if (octets > 0) {
        out.write(octets >>> 8);
        out.write(octets);
        out.write(response, 0, octets);
        out.flush();
      }
      return octets;
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Connection connection : connections) {
        closeQuietly(connection.socket);
      }
      if (acceptor.isAlive()) {
        acceptor.join();
      }
    } catch (IOException e) {
      LOG.debug("closing {} failed: {}", listener, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

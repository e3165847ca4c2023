package io.waymark.simulation.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/**
 * The endpoints that are probed: one thread that answers every request on loopback with 200, and
 * sees from outside how often and how evenly each endpoint is probed.
 *
 * <p>It listens on several addresses, because the system has some 28,000 ports for connections to
 * any one of them, and keeps each for a minute.
 */
final class ProbedSites {
  /** Asks for what was seen since the last time this was asked, as {@link ProbesSeen} prints it. */
  static final String SEEN = "seen";

  private static final int ADDRESSES = 64;
  private static final int BACKLOG = 4096;
  private static final int REQUEST_MAX = 4096;
  private static final byte[] RESPONSE =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  /** A request that is arriving. */
  private static final class Arriving {
    final long acceptedNanos = System.nanoTime();
    final StringBuilder head = new StringBuilder();
  }

  private final Selector selector = Selector.open();
  private final ProbeRhythm rhythm;
  private final ByteBuffer buffer = ByteBuffer.allocate(REQUEST_MAX);

  private ProbedSites(int port, int intervalSeconds) throws IOException {
    rhythm = new ProbeRhythm(intervalSeconds);
    for (int i = 0; i < ADDRESSES; i++) {
      ServerSocketChannel listening = ServerSocketChannel.open();
      listening.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      listening.bind(new InetSocketAddress(InetAddress.ofLiteral(address(i)), port), BACKLOG);
      listening.configureBlocking(false);
      listening.register(selector, SelectionKey.OP_ACCEPT);
    }
  }

  /** Where an endpoint is. */
  static String address(int endpoint) {
    return "127.0.1." + (1 + endpoint % ADDRESSES);
  }

  /**
   * @param args the port, and the interval in seconds
   */
  public static void main(String[] args) throws IOException {
    ProbedSites sites = new ProbedSites(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
    Thread.ofPlatform().daemon().name("sites").start(sites::serve);
    var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String question = questions.readLine();
        question != null;
        question = questions.readLine()) {
      if (!question.equals(SEEN)) {
        throw new IllegalArgumentException("cannot answer " + question);
      }
      System.out.println(sites.rhythm.take());
    }
    // The end of input is the end of the bench, whatever became of it.
    System.exit(0);
  }

  private void serve() {
    try {
      while (true) {
        selector.select();
        Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
        while (ready.hasNext()) {
          SelectionKey key = ready.next();
          ready.remove();
          if (key.isAcceptable()) {
            accept((ServerSocketChannel) key.channel());
          } else {
            read(key);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocketChannel listening) throws IOException {
    for (SocketChannel channel = listening.accept();
        channel != null;
        channel = listening.accept()) {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, new Arriving());
    }
  }

  private void read(SelectionKey key) throws IOException {
    SocketChannel channel = (SocketChannel) key.channel();
    Arriving request = (Arriving) key.attachment();
    try {
      buffer.clear();
      if (channel.read(buffer) < 0) {
        channel.close();
        return;
      }
      buffer.flip();
      request.head.append(StandardCharsets.US_ASCII.decode(buffer));
      if (request.head.indexOf("\r\n\r\n") >= 0) {
        rhythm.probed(endpoint(request.head.toString()), request.acceptedNanos);
        request.head.setLength(0);
        channel.write(ByteBuffer.wrap(RESPONSE));
      }
    } catch (IOException e) {
      // Whoever probed has gone; the probe's failure is counted on its side.
      channel.close();
    }
  }

  /**
   * Which endpoint a request is for.
   *
   * @throws IllegalArgumentException when its Host header does not tell
   */
  static int endpoint(String head) {
    return head.lines()
        .filter(line -> line.regionMatches(true, 0, "Host:", 0, 5))
        .map(line -> line.substring(5).strip())
        .filter(host -> host.startsWith(ProbedWorkload.HOST_PREFIX) && host.indexOf('.') > 0)
        .map(host ->
            Integer.parseInt(
                host.substring(ProbedWorkload.HOST_PREFIX.length(), host.indexOf('.'))))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no endpoint in: " + head));
  }
}

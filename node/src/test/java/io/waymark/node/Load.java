package io.waymark.node;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.xbill.DNS.Message;

/** Asks many questions over one UDP socket, many of them in flight at once. */
final class Load {
  /** Few enough for the smallest receive buffer. */
  private static final int IN_FLIGHT = 64;

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int TRIES = 20;

  private Load() {}

  /** Hears each reply once. */
  interface Replies {
    void reply(int question, Message reply);
  }

  /**
   * Asks, and asks again what is lost on the way.
   *
   * @param questions how many
   * @param query of the question of that number; its id is overwritten
   */
  static void ask(
      InetSocketAddress server, int questions, IntFunction<byte[]> query, Replies replies)
      throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.connect(server);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      for (int first = 0; first < questions; first += IN_FLIGHT) {
        batch(socket, first, Math.min(questions, first + IN_FLIGHT), query, replies);
      }
    }
  }

  private static void batch(
      DatagramSocket socket, int first, int end, IntFunction<byte[]> query, Replies replies)
      throws IOException {
    boolean[] answered = new boolean[end - first];
    int left = answered.length;
    DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
    for (int i = 0; i < TRIES && left > 0; i++) {
      for (int question = first; question < end; question++) {
        if (!answered[question - first]) {
          byte[] wire = query.apply(question);
          wire[0] = (byte) (question >> 8);
          wire[1] = (byte) question;
          socket.send(new DatagramPacket(wire, wire.length));
        }
      }
      try {
        while (left > 0) {
          packet.setLength(4096);
          socket.receive(packet);
          Message reply = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
          // A late answer to a question that was asked twice belongs to nobody.
          int at = reply.getHeader().getID() - (first & 0xffff) & 0xffff;
          if (at < answered.length && !answered[at]) {
            answered[at] = true;
            left--;
            replies.reply(first + at, reply);
          }
        }
      } catch (SocketTimeoutException e) {
        // The next round asks for what is missing.
      }
    }
    if (left > 0) {
      throw new IOException(left + " questions were never answered");
    }
  }
}

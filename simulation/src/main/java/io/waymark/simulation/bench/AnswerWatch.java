package io.waymark.simulation.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Asks several name servers for one name over and over, and says when the last one answers so. */
final class AnswerWatch implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 200;
  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int RESPONSE_MAX = 2048;

  private final byte[] query;
  private final List<Integer> ports;
  private final DatagramSocket[] sockets;

  /** Asks for the name's A records, on these ports of loopback. */
  AnswerWatch(String name, List<Integer> ports) throws IOException {
    Message message =
        Message.newQuery(Record.newRecord(Name.fromString(name + "."), Type.A, DClass.IN));
    message.getHeader().unsetFlag(Flags.RD);
    query = message.toWire();
    this.ports = ports;
    sockets = new DatagramSocket[ports.size()];
    for (int i = 0; i < sockets.length; i++) {
      sockets[i] = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
      sockets[i].setSoTimeout(TIMEOUT_MILLIS);
    }
  }

  /**
   * Waits until all of them answer with that address.
   *
   * @return when each first did, by {@link System#currentTimeMillis}
   */
  long[] await(String address) throws IOException {
    long[] since = new long[sockets.length];
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (Arrays.stream(since).anyMatch(at -> at == 0)) {
      for (int i = 0; i < sockets.length; i++) {
        if (since[i] == 0 && address.equals(ask(i))) {
          since[i] = System.currentTimeMillis();
        }
      }
      if (System.nanoTime() > deadline) {
        throw new BenchException("not all nodes came to answer " + address);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return since;
  }

  private String ask(int server) throws IOException {
    sockets[server].send(
        new DatagramPacket(
            query, query.length, InetAddress.ofLiteral("127.0.0.1"), ports.get(server)));
    DatagramPacket packet = new DatagramPacket(new byte[RESPONSE_MAX], RESPONSE_MAX);
    try {
      sockets[server].receive(packet);
    } catch (SocketTimeoutException e) {
      return "";
    }
    Message response = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
    List<Record> answer = response.getSection(Section.ANSWER);
    return answer.isEmpty() ? "" : answer.getFirst().rdataToString();
  }

  @Override
  public void close() {
    for (DatagramSocket socket : sockets) {
      socket.close();
    }
  }
}

package io.waymark.node.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.profile.RoutingMethod;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

final class TcpServerTest {
  private final SampleTable sample = new SampleTable();
  private final Counters counters = new Counters();
  private TcpServer server;

  @SuppressWarnings("NullAway.Init") // Each test starts its own.
  TcpServerTest() {
    sample.profile("shop", RoutingMethod.PRIORITY, "192.0.2.1");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void answersPipelinedQueriesInOrder() throws Exception {
    start(TcpServer.Limits.DEFAULT);
    try (Socket socket = connect()) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      for (int id = 0; id < 50; id++) {
        byte[] query = query(id);
        out.writeShort(query.length);
        out.write(query);
      }
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      for (int id = 0; id < 50; id++) {
        byte[] response = new byte[in.readUnsignedShort()];
        in.readFully(response);
        assertThat(new Message(response).getHeader().getID()).isEqualTo(id);
      }
    }
  }

  @Test
  void cutsOffAClientThatIsIdleOrSendsByDrops() throws Exception {
    start(new TcpServer.Limits(10, 10, 200));
    try (Socket idle = connect();
        Socket slow = connect()) {
      slow.getOutputStream().write(0);
      assertThat(idle.getInputStream().read()).isEqualTo(-1);
      assertThat(slow.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void refusesConnectionsBeyondTheLimitOfOneClient() throws Exception {
    start(new TcpServer.Limits(10, 2, 10_000));
    try (Socket first = connect();
        Socket second = connect()) {
      exchange(first);
      exchange(second);
      try (Socket third = connect()) {
        assertThat(third.getInputStream().read()).isEqualTo(-1);
      }
      assertThat(counters.get(DnsCounter.TCP_REJECTED)).isEqualTo(1);
      exchange(first);
    }
  }

  @Test
  void hangsUpOnWhatIsNoQuery() throws Exception {
    start(TcpServer.Limits.DEFAULT);
    try (Socket socket = connect()) {
      socket.getOutputStream().write(new byte[] {0, 3, 1, 2, 3});
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  private void start(TcpServer.Limits limits) throws IOException {
    server =
        new TcpServer(
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
            () ->
                new Responder(
                    sample.table, sample.zones, "", new SplittableRandom(1), new Counters()),
            limits,
            counters);
    server.start();
  }

  private Socket connect() throws IOException {
    InetSocketAddress address = server.localAddress();
    Socket socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void exchange(Socket socket) throws IOException {
    byte[] query = query(7);
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    out.writeShort(query.length);
    out.write(query);
    out.flush();
    DataInputStream in = new DataInputStream(socket.getInputStream());
    byte[] response = new byte[in.readUnsignedShort()];
    in.readFully(response);
    assertThat(response[7]).as("ANCOUNT").isEqualTo((byte) 1);
  }

  private static byte[] query(int id) throws IOException {
    Message query =
        Message.newQuery(Record.newRecord(Name.fromString("shop.tm.example."), Type.A, DClass.IN));
    query.getHeader().setID(id);
    return query.toWire();
  }
}

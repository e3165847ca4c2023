package io.waymark.node;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SetResponse;
import org.xbill.DNS.Type;
import org.xbill.DNS.Zone;

/** The name server of other people's zones, on loopback over UDP and TCP. */
final class TestAuthority implements AutoCloseable {
  private static final int PORT_TRIES = 20;

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final List<Zone> zones = new ArrayList<>();
  private final List<String> questions = new CopyOnWriteArrayList<>();

  private TestAuthority(DatagramSocket udp, ServerSocket tcp) {
    this.udp = udp;
    this.tcp = tcp;
  }

  /** A server on a free port that has no zone yet. */
  static TestAuthority start() {
    InetAddress address = InetAddress.ofLiteral("127.0.0.1");
    for (int attempt = 1; ; attempt++) {
      try {
        ServerSocket tcp = new ServerSocket(0, 50, address);
        try {
          TestAuthority server =
              new TestAuthority(new DatagramSocket(tcp.getLocalPort(), address), tcp);
          Thread.ofVirtual().start(server::serveUdp);
          Thread.ofVirtual().start(server::serveTcp);
          return server;
        } catch (IOException e) {
          tcp.close();
          if (attempt == PORT_TRIES) {
            throw e;
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Adds a zone; it gets an SOA and an NS record beside those given.
   *
   * @param records in the notation of a zone file, relative to the zone
   */
  TestAuthority zone(String name, String... records) {
    String text =
        """
        $ORIGIN %s.
        @ 60 IN SOA ns hostmaster 1 60 60 60 60
        @ 60 IN NS ns
        ns 60 IN A 127.0.0.1
        %s
        """
            .formatted(name, String.join("\n", records));
    try (Master master =
        new Master(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)))) {
      List<Record> parsed = new ArrayList<>();
      for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
        parsed.add(record);
      }
      zones.add(new Zone(Name.fromString(name + "."), parsed.toArray(Record[]::new)));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InetSocketAddress address() {
    return (InetSocketAddress) udp.getLocalSocketAddress();
  }

  /** What it was asked so far, such as {@code www.a.example. A}. */
  List<String> questions() {
    return questions;
  }

  private void serveUdp() {
    byte[] buffer = new byte[4096];
    while (!udp.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        byte[] answer = answer(Arrays.copyOf(buffer, packet.getLength()));
        udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serveTcp() {
    while (!tcp.isClosed()) {
      try {
        Socket socket = tcp.accept();
        Thread.ofVirtual().start(() -> serveTcp(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serveTcp(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      while (true) {
        byte[] answer = answer(in.readNBytes(in.readUnsignedShort()));
        out.writeShort(answer.length);
        out.write(answer);
      }
    } catch (IOException e) {
      // The client is gone, as clients go.
    }
  }

  private byte[] answer(byte[] packet) throws IOException {
    Message query = new Message(packet);
    Record question = query.getQuestion();
    questions.add(question.getName() + " " + Type.string(question.getType()));
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.addRecord(question, Section.QUESTION);
    zones.stream()
        .filter(zone -> question.getName().subdomain(zone.getOrigin()))
        .findFirst()
        .ifPresentOrElse(
            zone -> fill(answer, zone, question), () -> answer.getHeader().setRcode(Rcode.REFUSED));
    return answer.toWire();
  }

  private static void fill(Message answer, Zone zone, Record question) {
    answer.getHeader().setFlag(Flags.AA);
    SetResponse found = zone.findRecords(question.getName(), question.getType());
    if (found.isCNAME()) {
      answer.addRecord(found.getCNAME(), Section.ANSWER);
    } else if (found.isSuccessful()) {
      for (RRset set : found.answers()) {
        set.rrs(false).forEach(record -> answer.addRecord(record, Section.ANSWER));
      }
    } else {
      answer.getHeader().setRcode(found.isNXDOMAIN() ? Rcode.NXDOMAIN : Rcode.NOERROR);
      answer.addRecord(zone.getSOA(), Section.AUTHORITY);
    }
  }

  @Override
  public void close() {
    udp.close();
    try {
      tcp.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.waymark.node.prober;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A recursive resolver on loopback that knows a few records. It is silent about names that begin
 * with {@code silent}, and fails for those that begin with {@code broken}.
 */
final class TestNameServer implements AutoCloseable {
  private final DatagramSocket socket;
  private final List<Record> records;
  private final List<String> questions = new CopyOnWriteArrayList<>();

  private TestNameServer(DatagramSocket socket, List<Record> records) {
    this.socket = socket;
    this.records = records;
    Thread.ofVirtual().start(this::serve);
  }

  /**
   * @param records in the notation of a zone file, with absolute names
   */
  static TestNameServer knowing(String... records) {
    try (Master master =
        new Master(
            new ByteArrayInputStream(
                (String.join("\n", records) + "\n").getBytes(StandardCharsets.US_ASCII)))) {
      List<Record> parsed = new CopyOnWriteArrayList<>();
      for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
        parsed.add(record);
      }
      return new TestNameServer(
          new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)), parsed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** What it was asked, such as {@code a.example. A}. */
  List<String> questions() {
    return questions;
  }

  private void serve() {
    byte[] buffer = new byte[4096];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
        Name name = query.getQuestion().getName();
        questions.add(name + " " + Type.string(query.getQuestion().getType()));
        if (name.toString().startsWith("silent")) {
          continue;
        }
        byte[] answer = answer(query, name).toWire();
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException e) {
        return;
      }
    }
  }

  private Message answer(Message query, Name name) throws IOException {
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.RA);
    answer.addRecord(query.getQuestion(), Section.QUESTION);
    if (name.toString().startsWith("broken")) {
      answer.getHeader().setRcode(Rcode.SERVFAIL);
      return answer;
    }
    Name owner = name;
    for (Record alias = find(owner, Type.CNAME); alias != null; alias = find(owner, Type.CNAME)) {
      answer.addRecord(alias, Section.ANSWER);
      owner = ((CNAMERecord) alias).getTarget();
    }
    boolean exists = false;
    boolean answered = false;
    for (Record record : records) {
      if (record.getName().equals(owner)) {
        exists = true;
        if (record.getType() == query.getQuestion().getType()) {
          answer.addRecord(record, Section.ANSWER);
          answered = true;
        }
      }
    }
    if (!answered) {
      answer.getHeader().setRcode(exists ? Rcode.NOERROR : Rcode.NXDOMAIN);
      Name zone = Name.fromString("example.");
      answer.addRecord(
          new SOARecord(zone, DClass.IN, 60, zone, zone, 1, 60, 60, 60, 60), Section.AUTHORITY);
    }
    return answer;
  }

  private @Nullable Record find(Name owner, int type) {
    return records.stream()
        .filter(record -> record.getName().equals(owner) && record.getType() == type)
        .findFirst()
        .orElse(null);
  }

  @Override
  public void close() {
    socket.close();
  }
}

package io.waymark.node;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Asks over UDP, once for each question, and caches nothing. */
final class DnsClient {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private DnsClient() {}

  static Message query(String name, int type) throws IOException {
    return Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN));
  }

  /** A question for one of these clients: a name server asks it, and wants no recursion. */
  static Message query(String name, int type, String network, int prefixLength) throws IOException {
    Message query = query(name, type);
    query.getHeader().unsetFlag(Flags.RD);
    query.addRecord(
        new OPTRecord(
            1232, 0, 0, 0, new ClientSubnetOption(prefixLength, InetAddress.ofLiteral(network))),
        Section.ADDITIONAL);
    return query;
  }

  static Message exchange(InetSocketAddress server, Message query) throws IOException {
    return exchange("127.0.0.1", server, query);
  }

  /**
   * Sends one packet and waits for one.
   *
   * @param source the client's address
   */
  static Message exchange(String source, InetSocketAddress server, Message query)
      throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral(source))) {
      socket.connect(server);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      byte[] wire = query.toWire();
      socket.send(new DatagramPacket(wire, wire.length));
      DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
      socket.receive(packet);
      return new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
    }
  }

  /** How much of the client's network the reply is good for (RFC 7871 section 7.2.1). */
  static int scope(Message response) {
    return ((ClientSubnetOption)
            response.getOPT().getOptions(EDNSOption.Code.CLIENT_SUBNET).getFirst())
        .getScopePrefixLength();
  }

  /** The answer section, such as {@code www.a.example. 30 IN A 192.0.2.1}. */
  static List<String> answer(Message response) {
    return lines(response, Section.ANSWER);
  }

  static List<String> lines(Message response, int section) {
    return response.getSection(section).stream()
        .map(record -> record.toString().replaceAll("\\s+", " "))
        .toList();
  }
}

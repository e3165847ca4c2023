package io.waymark.protocol.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import io.waymark.protocol.net.Client;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

final class QueryTest {
  private final Query query = new Query();

  @Test
  void readsAPlainQuestion() throws Exception {
    assertThat(read(message("ShOp.tm.example.", Type.AAAA).toWire()))
        .isEqualTo(Query.Form.WELL_FORMED);
    assertThat(query.type()).isEqualTo(RecordType.AAAA);
    assertThat(query.recordClass()).isEqualTo(RecordClass.IN);
    assertThat(name()).isEqualTo("shop.tm.example");
    assertThat(query.edns().present()).isFalse();
  }

  @Test
  void hashesANameAsTheTableDoesWhateverItsCase() {
    Seeds.forEach(
        500,
        random -> {
          StringBuilder text = new StringBuilder();
          for (int labels = 1 + random.nextInt(5); labels > 0; labels--) {
            for (int i = 1 + random.nextInt(20); i > 0; i--) {
              text.append((char) ((random.nextBoolean() ? 'a' : 'A') + random.nextInt(26)));
            }
            text.append('.');
          }
          read(message(text.toString(), Type.A).toWire());
          assertThat(query.hash()).isEqualTo(WireName.hash(WireName.of(text.toString())));
          assertThat(Arrays.copyOf(query.name(), query.nameLength()))
              .isEqualTo(WireName.of(text.toString()));
        });
  }

  @Test
  void ignoresWhatIsNoQuery() throws Exception {
    assertThat(read(new byte[0])).isEqualTo(Query.Form.IGNORED);
    assertThat(read(new byte[11])).isEqualTo(Query.Form.IGNORED);
    Message response = message("a.example.", Type.A);
    response.getHeader().setFlag(Flags.QR);
    assertThat(read(response.toWire())).isEqualTo(Query.Form.IGNORED);
  }

  @Test
  void tellsOtherOpcodesApart() throws Exception {
    for (int opcode : new int[] {Opcode.IQUERY, Opcode.STATUS, Opcode.NOTIFY, Opcode.UPDATE, 15}) {
      Message message = message("a.example.", Type.A);
      message.getHeader().setOpcode(opcode);
      assertThat(read(message.toWire())).isEqualTo(Query.Form.NOT_IMPLEMENTED);
    }
  }

  @Test
  void callsBrokenQuestionsMalformed() throws Exception {
    byte[] good = message("a.example.", Type.A).toWire();
    for (int length = 12; length < good.length; length++) {
      assertThat(read(Arrays.copyOf(good, length)))
          .as("cut to %d octets", length)
          .isEqualTo(Query.Form.MALFORMED);
    }
    assertThat(read(Arrays.copyOf(good, good.length + 1))).isEqualTo(Query.Form.MALFORMED);
    byte[] noQuestion = good.clone();
    noQuestion[5] = 0;
    assertThat(read(noQuestion)).isEqualTo(Query.Form.MALFORMED);
    byte[] two = good.clone();
    two[5] = 2;
    assertThat(read(two)).isEqualTo(Query.Form.MALFORMED);
    byte[] pointer = good.clone();
    pointer[12] = (byte) 0xc0;
    assertThat(read(pointer)).isEqualTo(Query.Form.MALFORMED);
    byte[] overlong = new byte[400];
    System.arraycopy(good, 0, overlong, 0, 12);
    for (int i = 12; i < 380; i += 2) {
      overlong[i] = 1;
      overlong[i + 1] = 'a';
    }
    assertThat(read(overlong)).isEqualTo(Query.Form.MALFORMED);
  }

  @Test
  void readsEdns() throws Exception {
    Message message = message("a.example.", Type.A);
    message.addRecord(
        new OPTRecord(4096, 0, 0, Flags.DO, new NSIDOption(new byte[0])), Section.ADDITIONAL);
    assertThat(read(message.toWire())).isEqualTo(Query.Form.WELL_FORMED);
    assertThat(query.edns().present()).isTrue();
    assertThat(query.edns().payload()).isEqualTo(4096);
    assertThat(query.edns().dnssecOk()).isTrue();
    assertThat(query.edns().nsid()).isTrue();
    assertThat(query.edns().hasSubnet()).isFalse();
    Message plain = message("a.example.", Type.A);
    read(plain.toWire());
    assertThat(query.edns().present()).as("forgets the query before").isFalse();
  }

  @Test
  void tellsAnUnknownEdnsVersionApart() throws Exception {
    Message message = message("a.example.", Type.A);
    message.addRecord(new OPTRecord(1232, 0, 1, 0), Section.ADDITIONAL);
    assertThat(read(message.toWire())).isEqualTo(Query.Form.BAD_VERSION);
  }

  @Test
  void acceptsOnlyOneOptAndOnlyAmongTheAdditionalRecords() throws Exception {
    OPTRecord opt = new OPTRecord(1232, 0, 0, 0);
    Message twice = message("a.example.", Type.A);
    twice.addRecord(opt, Section.ADDITIONAL);
    byte[] wire = twice.toWire();
    byte[] doubled = Arrays.copyOf(wire, wire.length + 11);
    System.arraycopy(wire, wire.length - 11, doubled, wire.length, 11);
    doubled[11] = 2;
    assertThat(read(doubled)).isEqualTo(Query.Form.MALFORMED);
    byte[] asAnswer = wire.clone();
    asAnswer[7] = 1;
    asAnswer[11] = 0;
    assertThat(read(asAnswer)).isEqualTo(Query.Form.MALFORMED);
  }

  @Test
  void walksOtherRecordsToFindOpt() throws Exception {
    Message message = message("a.example.", Type.IXFR);
    message.addRecord(
        Record.fromString(
            Name.fromString("a.example."),
            Type.SOA,
            DClass.IN,
            0,
            "ns.a.example. h.a.example. 1 2 3 4 5",
            Name.root),
        Section.AUTHORITY);
    message.addRecord(new OPTRecord(1400, 0, 0, 0), Section.ADDITIONAL);
    assertThat(read(message.toWire())).isEqualTo(Query.Form.WELL_FORMED);
    assertThat(query.edns().payload()).isEqualTo(1400);
  }

  @Test
  void placesTheClientByItsSubnetUnlessItOptedOut() throws Exception {
    assertThat(client(new ClientSubnetOption(24, InetAddress.getByName("198.51.100.0"))))
        .isEqualTo("198.51.100.0/24");
    assertThat(client(new ClientSubnetOption(20, InetAddress.getByName("198.51.96.0"))))
        .isEqualTo("198.51.96.0/20");
    assertThat(client(new ClientSubnetOption(56, InetAddress.getByName("2001:db8:aa:bb00::"))))
        .isEqualTo("2001:db8:aa:bb00::/56");
    assertThat(client(new ClientSubnetOption(128, InetAddress.getByName("2001:db8::7"))))
        .isEqualTo("2001:db8::7/128");
    assertThat(client(new ClientSubnetOption(0, InetAddress.getByName("0.0.0.0"))))
        .isEqualTo("192.0.2.1/32");
  }

  @Test
  void callsABrokenClientSubnetMalformed() throws Exception {
    // RFC 7871 section 6: family, source prefix length, scope prefix length, address.
    assertThat(subnet("0001" + "18" + "00" + "c63364")).isEqualTo(Query.Form.WELL_FORMED);
    assertThat(subnet("0001" + "18" + "00" + "c6336400")).isEqualTo(Query.Form.MALFORMED);
    assertThat(subnet("0001" + "18" + "00" + "c633")).isEqualTo(Query.Form.MALFORMED);
    assertThat(subnet("0001" + "18" + "01" + "c63364")).isEqualTo(Query.Form.MALFORMED);
    assertThat(subnet("0001" + "14" + "00" + "c63364")).isEqualTo(Query.Form.MALFORMED);
    assertThat(subnet("0001" + "21" + "00" + "c633640000")).isEqualTo(Query.Form.MALFORMED);
    assertThat(subnet("0003" + "08" + "00" + "c6")).isEqualTo(Query.Form.MALFORMED);
    assertThat(subnet("000118")).isEqualTo(Query.Form.MALFORMED);
    assertThat(subnet("0000" + "00" + "00")).isEqualTo(Query.Form.WELL_FORMED);
  }

  @Test
  void callsACookieOfWrongLengthMalformed() throws Exception {
    // RFC 7873 section 5.2.2.
    for (int length = 0; length <= 42; length++) {
      Query.Form form = option(new GenericEDNSOption(10, new byte[length]));
      boolean right = length == 8 || length >= 16 && length <= 40;
      assertThat(form)
          .as("%d octets", length)
          .isEqualTo(right ? Query.Form.WELL_FORMED : Query.Form.MALFORMED);
    }
  }

  @Test
  void takesAnyOctetsWithoutThrowing() throws Exception {
    List<byte[]> seeds = new ArrayList<>();
    Message rich = message("a.tm.example.", Type.A);
    rich.addRecord(
        new OPTRecord(
            1232,
            0,
            0,
            0,
            new NSIDOption(new byte[0]),
            new ClientSubnetOption(24, InetAddress.getByName("198.51.100.0"))),
        Section.ADDITIONAL);
    seeds.add(rich.toWire());
    seeds.add(message("b.tm.example.", Type.ANY).toWire());
    Seeds.forEach(
        20_000,
        random -> {
          byte[] packet = mutated(seeds.get(random.nextInt(seeds.size())), random);
          assertThat(read(packet)).isNotNull();
        });
  }

  private static byte[] mutated(byte[] wire, Random random) {
    byte[] packet = Arrays.copyOf(wire, random.nextInt(wire.length + 20));
    for (int i = random.nextInt(6); i > 0 && packet.length > 0; i--) {
      packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
    }
    return packet;
  }

  private Query.Form read(byte[] packet) {
    return query.read(Arrays.copyOf(packet, packet.length + Query.SLACK), packet.length);
  }

  private String name() {
    return WireName.text(Arrays.copyOf(query.name(), query.nameLength()));
  }

  private Query.Form option(EDNSOption option) throws Exception {
    Message message = message("a.example.", Type.A);
    message.addRecord(new OPTRecord(1232, 0, 0, 0, option), Section.ADDITIONAL);
    return read(message.toWire());
  }

  private Query.Form subnet(String hex) throws Exception {
    return option(new GenericEDNSOption(8, HexFormat.of().parseHex(hex)));
  }

  private String client(ClientSubnetOption subnet) throws Exception {
    assertThat(option(subnet)).isEqualTo(Query.Form.WELL_FORMED);
    Client client = new Client();
    query.edns().client(query, client, false, 0, 0xc0000201L);
    return client.address() + "/" + client.knownBits();
  }

  private static Message message(String name, int type) throws Exception {
    return Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
  }
}

package io.waymark.node.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import io.waymark.protocol.dns.Query;
import io.waymark.protocol.dns.RecordType;
import io.waymark.protocol.dns.Records;
import io.waymark.protocol.dns.WireName;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.profile.RoutingMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What goes out for what comes in, by the RFCs. */
final class ResponderTest {
  private final SampleTable sample = new SampleTable();
  private final Counters counters = new Counters();
  private final Responder responder =
      new Responder(sample.table, sample.zones, "eu-1", new SplittableRandom(1), counters);

  @BeforeEach
  void fill() {
    sample.profile("shop", RoutingMethod.PRIORITY, "eu.app.example");
    sample.profile("v4", RoutingMethod.PRIORITY, "192.0.2.1");
    sample.profile("v6", RoutingMethod.PRIORITY, "2001:db8::1");
    sample.profile("multi", RoutingMethod.MULTI_VALUE, "192.0.2.1", "192.0.2.2", "2001:db8::1");
  }

  @Test
  void aDomainNameTargetAnswersEveryTypeWithItsCname() {
    for (int type : new int[] {Type.A, Type.AAAA, Type.CNAME, Type.ANY, Type.MX, Type.HTTPS}) {
      assertThat(answer(ask("shop.tm.example", type)))
          .containsExactly("shop.tm.example. 30 IN CNAME eu.app.example.");
    }
  }

  @Test
  void anAddressTargetAnswersItsOwnTypeAndAny() {
    assertThat(answer(ask("v4.tm.example", Type.A)))
        .containsExactly("v4.tm.example. 30 IN A 192.0.2.1");
    assertThat(answer(ask("v4.tm.example", Type.ANY)))
        .containsExactly("v4.tm.example. 30 IN A 192.0.2.1");
    assertThat(answer(ask("v6.tm.example", Type.AAAA)))
        .containsExactly("v6.tm.example. 30 IN AAAA 2001:db8:0:0:0:0:0:1");
    for (int type : new int[] {Type.AAAA, Type.CNAME, Type.MX}) {
      assertNoData(ask("v4.tm.example", type));
    }
    for (int type : new int[] {Type.A, Type.CNAME, Type.TXT}) {
      assertNoData(ask("v6.tm.example", type));
    }
  }

  @Test
  void multiValueAnswersEachTypeWithItsOwn() {
    assertThat(answer(ask("multi.tm.example", Type.A)))
        .containsExactlyInAnyOrder(
            "multi.tm.example. 30 IN A 192.0.2.1", "multi.tm.example. 30 IN A 192.0.2.2");
    assertThat(answer(ask("multi.tm.example", Type.AAAA))).hasSize(1);
    assertNoData(ask("multi.tm.example", Type.CNAME));
  }

  @Test
  void negativeAnswersCarryTheSoaWithTheNegativeTtl() {
    // RFC 2308 sections 2 and 3.
    Message unknown = ask("nope.tm.example", Type.A);
    assertThat(unknown.getRcode()).isEqualTo(Rcode.NXDOMAIN);
    SOARecord soa = (SOARecord) unknown.getSection(Section.AUTHORITY).getFirst();
    assertThat(soa.getName().toString()).isEqualTo("tm.example.");
    assertThat(soa.getTTL()).isEqualTo(30);
    assertThat(soa.getMinimum()).isEqualTo(30);
    assertThat(unknown.getHeader().getFlag(Flags.AA)).isTrue();
  }

  @Test
  void theApexAnswersItsSoaAndNs() {
    assertThat(answer(ask("tm.example", Type.SOA)))
        .singleElement()
        .asString()
        .startsWith("tm.example. 30 IN SOA ns1.tm.example. hostmaster.tm.example. 1 ");
    assertThat(answer(ask("tm.example", Type.NS)))
        .containsExactly("tm.example. 3600 IN NS ns1.tm.example.");
    assertNoData(ask("tm.example", Type.A));
    assertThat(answer(ask("ns1.tm.example", Type.A)))
        .containsExactly("ns1.tm.example. 3600 IN A 192.0.2.53");
  }

  @Test
  void headerFlagsAreThoseOfAnAuthority() {
    Message query = query("shop.tm.example", Type.A);
    query.getHeader().setFlag(Flags.RD);
    query.getHeader().setFlag(Flags.CD);
    Message response = exchange(query);
    assertThat(response.getHeader().getFlag(Flags.QR)).isTrue();
    assertThat(response.getHeader().getFlag(Flags.AA)).isTrue();
    assertThat(response.getHeader().getFlag(Flags.RD)).as("copied").isTrue();
    assertThat(response.getHeader().getFlag(Flags.RA)).isFalse();
    assertThat(response.getHeader().getFlag(Flags.TC)).isFalse();
    assertThat(response.getHeader().getFlag(Flags.AD)).isFalse();
    assertThat(response.getHeader().getID()).isEqualTo(query.getHeader().getID());
  }

  @Test
  void echoesTheQuestionInItsOwnCase() {
    // RFC 4343 and the 0x20 practice of resolvers.
    Message response = ask("ShOp.Tm.eXample", Type.A);
    assertThat(response.getQuestion().getName().toString()).isEqualTo("ShOp.Tm.eXample.");
    assertThat(answer(response)).containsExactly("ShOp.Tm.eXample. 30 IN CNAME eu.app.example.");
  }

  @Test
  void refusesWhatItIsNotTheAuthorityFor() {
    Message elsewhere = withOpt(query("www.other.example", Type.A));
    assertThat(exchange(elsewhere).getRcode()).isEqualTo(Rcode.REFUSED);
    assertThat(extendedError(exchange(elsewhere))).isEqualTo(20);
    assertThat(ask("tm.example.other", Type.A).getRcode()).isEqualTo(Rcode.REFUSED);
    assertThat(ask("atm.example", Type.A).getRcode()).isEqualTo(Rcode.REFUSED);
    assertThat(ask(".", Type.NS).getRcode()).isEqualTo(Rcode.REFUSED);
    for (int type : new int[] {Type.AXFR, Type.IXFR}) {
      Message transfer = exchange(withOpt(query("tm.example", type)));
      assertThat(transfer.getRcode()).isEqualTo(Rcode.REFUSED);
      assertThat(extendedError(transfer)).isEqualTo(18);
    }
    assertThat(exchange(query("shop.tm.example", Type.A, DClass.HS)).getRcode())
        .isEqualTo(Rcode.REFUSED);
  }

  @Test
  void refusesTypesThatAreNoData() {
    // RFC 6895 section 3.1.
    assertThat(ask("shop.tm.example", Type.MAILA).getRcode()).isEqualTo(Rcode.NOTIMP);
    assertThat(ask("shop.tm.example", Type.MAILB).getRcode()).isEqualTo(Rcode.NOTIMP);
    assertThat(ask("shop.tm.example", Type.TSIG).getRcode()).isEqualTo(Rcode.FORMERR);
    assertThat(ask("v4.tm.example", 65_280).getRcode()).as("unknown, RFC 3597").isZero();
  }

  @Test
  void answersOtherOpcodesNotimp() {
    Message update = query("tm.example", Type.SOA);
    update.getHeader().setOpcode(Opcode.UPDATE);
    Message response = exchange(update);
    assertThat(response.getRcode()).isEqualTo(Rcode.NOTIMP);
    assertThat(response.getHeader().getOpcode()).isEqualTo(Opcode.UPDATE);
    assertThat(counters.get(DnsCounter.NOTIMP)).isEqualTo(1);
  }

  @Test
  void answersAnUnknownEdnsVersionBadvers() {
    // RFC 6891 section 6.1.3.
    Message query = query("shop.tm.example", Type.A);
    query.addRecord(new OPTRecord(1232, 0, 1, 0), Section.ADDITIONAL);
    Message response = exchange(query);
    assertThat(response.getRcode()).isEqualTo(Rcode.BADVERS);
    assertThat(response.getOPT().getVersion()).isZero();
    assertThat(response.getSection(Section.ANSWER)).isEmpty();
  }

  @Test
  void sendsOptOnlyToThoseWhoSentOne() {
    assertThat(ask("shop.tm.example", Type.A).getOPT()).isNull();
    Message query = query("shop.tm.example", Type.A);
    query.addRecord(new OPTRecord(4096, 0, 0, Flags.DO), Section.ADDITIONAL);
    OPTRecord opt = exchange(query).getOPT();
    assertThat(opt.getPayloadSize()).isEqualTo(1232);
    assertThat(opt.getFlags()).as("DO is copied, RFC 3225").isEqualTo(Flags.DO);
    assertThat(opt.getOptions()).isEmpty();
  }

  @Test
  void tellsItsNameToThoseWhoAsk() {
    Message response =
        exchange(withOpt(query("shop.tm.example", Type.A), new NSIDOption(new byte[0])));
    assertThat(option(response, EDNSOption.Code.NSID).toString()).contains("65752D31");
    assertThat(answer(exchange(query("id.server", Type.TXT, DClass.CH))))
        .containsExactly("id.server. 0 CH TXT eu-1");
    assertThat(exchange(query("version.bind", Type.TXT, DClass.CH)).getRcode())
        .isEqualTo(Rcode.REFUSED);
  }

  @Test
  void repeatsTheClientSubnetWithTheScopeThatMattered() throws Exception {
    // RFC 7871 section 7.2.1; Priority looks at no client, so its scope is 0.
    Message response =
        exchange(
            withOpt(
                query("shop.tm.example", Type.A),
                new ClientSubnetOption(24, InetAddress.getByName("198.51.100.0"))));
    ClientSubnetOption subnet =
        (ClientSubnetOption) option(response, EDNSOption.Code.CLIENT_SUBNET);
    assertThat(subnet.getAddress().getHostAddress()).isEqualTo("198.51.100.0");
    assertThat(subnet.getSourcePrefixLength()).isEqualTo(24);
    assertThat(subnet.getScopePrefixLength()).isZero();
  }

  @Test
  void cutsShortWhatDoesNotFitAndSaysSo() {
    // RFC 2181 section 9: the client asks again over TCP.
    StaticEntry.Builder big =
        new StaticEntry.Builder(WireName.of("big.tm.example"), SampleTable.ZONE);
    for (int i = 0; i < 100; i++) {
      big.add(RecordType.A, Records.address(30, IpAddress.v4(0x0a000000 + i)));
    }
    sample.table.put(big.build());
    Message plain = ask("big.tm.example", Type.A);
    assertThat(plain.getHeader().getFlag(Flags.TC)).isTrue();
    assertThat(plain.getSection(Section.ANSWER)).isEmpty();
    assertThat(counters.get(DnsCounter.TRUNCATED)).isEqualTo(1);
    Message edns = exchange(withOpt(query("big.tm.example", Type.A)));
    assertThat(edns.getHeader().getFlag(Flags.TC)).as("1600 octets are over 1232").isTrue();
    assertThat(edns.getOPT()).isNotNull();
    Message stream = send(query("big.tm.example", Type.A), true);
    assertThat(stream.getHeader().getFlag(Flags.TC)).isFalse();
    assertThat(stream.getSection(Section.ANSWER)).hasSize(100);
  }

  @Test
  void eightAddressesFitWithoutEdns() {
    sample.profile(
        "eight",
        RoutingMethod.MULTI_VALUE,
        "2001:db8::1",
        "2001:db8::2",
        "2001:db8::3",
        "2001:db8::4",
        "2001:db8::5",
        "2001:db8::6",
        "2001:db8::7",
        "2001:db8::8");
    Message response = ask("eight.tm.example", Type.AAAA);
    assertThat(response.getHeader().getFlag(Flags.TC)).isFalse();
    assertThat(response.getSection(Section.ANSWER)).hasSize(2);
  }

  @Test
  void repeatsNoQuestionThatItCouldNotRead() {
    byte[] broken = new byte[20];
    broken[5] = 1;
    broken[12] = (byte) 0xc0;
    byte[] response = respond(broken, broken.length, false);
    assertThat(response).hasSize(12);
    assertThat(response[3] & 15).isEqualTo(Rcode.FORMERR);
    assertThat(response[5]).as("QDCOUNT").isZero();
  }

  @Test
  void whateverComesInTheResponseCanBeReadOrThereIsNone() {
    Seeds.forEach(
        20_000,
        random -> {
          byte[] packet = query("shop.tm.example", random.nextInt(300)).toWire();
          if (random.nextBoolean()) {
            packet =
                withOpt(query("multi.tm.example", Type.ANY), new NSIDOption(new byte[0])).toWire();
          }
          packet = Arrays.copyOf(packet, random.nextInt(packet.length + 8));
          for (int i = random.nextInt(5); i > 0 && packet.length > 0; i--) {
            packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
          }
          byte[] response = respond(packet, packet.length, random.nextBoolean());
          if (response.length > 0) {
            assertThat(new Message(response).getHeader().getFlag(Flags.QR)).isTrue();
            assertThat(response[0]).isEqualTo(packet[0]);
            assertThat(response[1]).isEqualTo(packet[1]);
          }
        });
  }

  private void assertNoData(Message response) {
    assertThat(response.getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(response.getSection(Section.ANSWER)).isEmpty();
    assertThat(response.getSection(Section.AUTHORITY))
        .singleElement()
        .isInstanceOf(SOARecord.class);
  }

  private Message ask(String name, int type) {
    return exchange(query(name, type));
  }

  private Message exchange(Message query) {
    return send(query, false);
  }

  private Message send(Message query, boolean stream) {
    byte[] wire = query.toWire();
    try {
      return new Message(respond(wire, wire.length, stream));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] respond(byte[] packet, int length, boolean stream) {
    byte[] room = new byte[65_535];
    byte[] padded = Arrays.copyOf(packet, length + Query.SLACK);
    int octets =
        stream
            ? responder.tcp(padded, length, false, 0, 0x7f000001, room)
            : responder.udp(padded, length, false, 0, 0x7f000001, room);
    return Arrays.copyOf(room, octets);
  }

  private static Message query(String name, int type) {
    return query(name, type, DClass.IN);
  }

  private static Message query(String name, int type, int recordClass) {
    try {
      return Message.newQuery(
          Record.newRecord(Name.fromString(name, Name.root), type, recordClass));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Message withOpt(Message query, EDNSOption... options) {
    query.addRecord(new OPTRecord(1232, 0, 0, 0, options), Section.ADDITIONAL);
    return query;
  }

  private static EDNSOption option(Message response, int code) {
    return response.getOPT().getOptions(code).getFirst();
  }

  private static @Nullable Integer extendedError(Message response) {
    return ((ExtendedErrorCodeOption) option(response, EDNSOption.Code.EDNS_EXTENDED_ERROR))
        .getErrorCode();
  }

  private static List<String> answer(Message message) {
    return message.getSection(Section.ANSWER).stream()
        .map(record -> record.toString().replaceAll("\\s+", " "))
        .toList();
  }
}

package io.waymark.node.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.node.dns.AnswerTable;
import io.waymark.node.dns.Counters;
import io.waymark.node.dns.Responder;
import io.waymark.node.dns.StaticEntry;
import io.waymark.node.dns.Zone;
import io.waymark.node.dns.Zones;
import io.waymark.protocol.dns.Query;
import io.waymark.protocol.dns.RecordType;
import io.waymark.protocol.dns.WireName;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

final class VersionRecordsTest {
  private static final Zone ZONE =
      new Zone(
          WireName.of("tm.example"),
          WireName.of("ns1.tm.example"),
          WireName.of("hostmaster.tm.example"),
          1,
          30);
  private static final List<StaticEntry> FIXED =
      List.of(new StaticEntry.Builder(ZONE.apex(), ZONE).add(RecordType.SOA, ZONE.soa()).build());

  private final AnswerTable table = new AnswerTable();
  private final Zones zones = new Zones(List.of(ZONE));
  private final Publisher publisher = new Publisher(table, zones, FIXED);
  private VersionRecords.Version version = new VersionRecords.Version(7, "00c0ffee00c0ffee");

  private VersionRecords records(boolean published) {
    return new VersionRecords(FIXED, published, () -> version);
  }

  private Message ask(String name, int type) throws IOException {
    byte[] query =
        Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN)).toWire();
    byte[] response = new byte[65_535];
    int octets =
        new Responder(table, zones, "", new SplittableRandom(1), new Counters())
            .udp(
                Arrays.copyOf(query, query.length + Query.SLACK),
                query.length,
                false,
                0,
                0x7f000001,
                response);
    return new Message(Arrays.copyOf(response, octets));
  }

  private static long serial(Message message, int section) {
    return ((SOARecord) message.getSection(section).getFirst()).getSerial();
  }

  private String text() throws IOException {
    Message answer = ask("_waymark.tm.example", Type.TXT);
    return answer.getRcode() == Rcode.NOERROR
        ? answer.getSection(Section.ANSWER).getFirst().rdataToString()
        : Rcode.string(answer.getRcode());
  }

  @Test
  void theSerialIsThatOfTheConfiguration() throws Exception {
    VersionRecords records = records(false);
    records.refresh(publisher);
    assertThat(serial(ask("tm.example", Type.SOA), Section.ANSWER)).isEqualTo(7);
    version = new VersionRecords.Version(-2, "00c0ffee00c0ffee");
    records.refresh(publisher);
    assertThat(serial(ask("tm.example", Type.SOA), Section.ANSWER)).isEqualTo(0xffff_fffeL);
  }

  @Test
  void negativeAnswersCarryTheSameSerial() throws Exception {
    records(false).refresh(publisher);
    assertThat(serial(ask("missing.tm.example", Type.A), Section.AUTHORITY)).isEqualTo(7);
  }

  @Test
  void withoutLeaveNothingIsToldAtTheName() throws Exception {
    records(false).refresh(publisher);
    assertThat(text()).isEqualTo("NXDOMAIN");
  }

  @Test
  void theTextTellsTheConfigurationAndTheTablesVersion() throws Exception {
    VersionRecords records = records(true);
    records.refresh(publisher);
    assertThat(text()).matches("\"config=00c0ffee00c0ffee table=[0-9]+\"");
    version = new VersionRecords.Version(8, "ffffffffffffffff");
    records.refresh(publisher);
    assertThat(text()).matches("\"config=ffffffffffffffff table=[0-9]+\"");
  }

  @Test
  void whereNothingChangedNothingIsPublished() throws Exception {
    VersionRecords records = records(true);
    records.refresh(publisher);
    long published = table.version();
    records.refresh(publisher);
    records.refresh(publisher);
    assertThat(table.version()).isEqualTo(published);
  }
}

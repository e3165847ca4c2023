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
import io.waymark.protocol.dns.Records;
import io.waymark.protocol.dns.WireName;
import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.profile.Affinity;
import io.waymark.protocol.profile.DnsConfig;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.EndpointType;
import io.waymark.protocol.profile.MonitorConfig;
import io.waymark.protocol.profile.OnAllDown;
import io.waymark.protocol.profile.ProbeProtocol;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.Quorum;
import io.waymark.protocol.profile.RoutingMethod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

final class PublisherTest {
  private static final Zone ZONE =
      new Zone(
          WireName.of("tm.example"),
          WireName.of("ns1.tm.example"),
          WireName.of("hostmaster.tm.example"),
          1,
          30);

  private final AnswerTable table = new AnswerTable();
  private final Zones zones = new Zones(List.of(ZONE));
  private final Publisher publisher =
      new Publisher(
          table,
          zones,
          List.of(
              new StaticEntry.Builder(ZONE.apex(), ZONE).add(RecordType.SOA, ZONE.soa()).build(),
              new StaticEntry.Builder(WireName.of("ns1.a.tm.example"), ZONE)
                  .add(RecordType.A, Records.address(60, IpAddress.parse("192.0.2.53")))
                  .build()));

  @Test
  void movesTheAnswerWhenTheVerdictChanges() {
    publish(profile("shop", "shop", "eu=192.0.2.1", "us=192.0.2.2"));
    assertThat(ask("shop.tm.example")).isEqualTo("192.0.2.1");
    publisher.verdict(new EndpointId("shop", "EU"), Verdict.DOWN);
    assertThat(ask("shop.tm.example")).isEqualTo("192.0.2.2");
    publisher.verdict(new EndpointId("shop", "eu"), Verdict.UP);
    assertThat(ask("shop.tm.example")).isEqualTo("192.0.2.1");
  }

  @Test
  void publishesNothingWhenTheAnswerStaysTheSame() {
    publish(profile("shop", "shop", "eu=192.0.2.1", "us=192.0.2.2"));
    long version = table.version();
    publisher.verdict(new EndpointId("shop", "us"), Verdict.DOWN);
    publish(profile("shop", "shop", "eu=192.0.2.1", "us=192.0.2.2"));
    assertThat(table.version()).isEqualTo(version);
  }

  @Test
  void movesTheAnswersOfParentsAtEveryLevel() {
    publish(profile("low", "low", "a=192.0.2.1"));
    publish(profile("mid", "mid", "low>low", "b=192.0.2.2"));
    publish(profile("top", "top", "mid>mid", "c=192.0.2.3"));
    assertThat(ask("top.tm.example")).isEqualTo("192.0.2.1");
    publisher.verdict(new EndpointId("low", "a"), Verdict.DOWN);
    assertThat(ask("low.tm.example")).as("best effort").isEqualTo("192.0.2.1");
    assertThat(ask("mid.tm.example")).isEqualTo("192.0.2.2");
    assertThat(ask("top.tm.example")).isEqualTo("192.0.2.2");
    delete("low");
    assertThat(ask("low.tm.example")).isEqualTo("NXDOMAIN");
    assertThat(ask("mid.tm.example")).isEqualTo("192.0.2.2");
  }

  @Test
  void namesBetweenAProfileAndTheApexExistAsLongAsTheProfileDoes() {
    assertThat(ask("b.tm.example")).isEqualTo("NXDOMAIN");
    publish(profile("one", "x.b", "eu=192.0.2.1"));
    publish(profile("two", "y.b", "eu=192.0.2.2"));
    assertThat(ask("b.tm.example")).isEqualTo("NODATA");
    assertThat(ask("z.b.tm.example")).isEqualTo("NXDOMAIN");
    delete("one");
    assertThat(ask("b.tm.example")).isEqualTo("NODATA");
    delete("two");
    assertThat(ask("b.tm.example")).isEqualTo("NXDOMAIN");
    assertThat(ask("a.tm.example")).as("above a name server").isEqualTo("NODATA");
  }

  @Test
  void aProfileMayBeAnEmptyNonTerminalBeforeAndAfter() {
    publish(profile("deep", "x.b", "eu=192.0.2.1"));
    publish(profile("b", "b", "eu=192.0.2.2"));
    assertThat(ask("b.tm.example")).isEqualTo("192.0.2.2");
    delete("b");
    assertThat(ask("b.tm.example")).isEqualTo("NODATA");
    publish(profile("b", "b", "eu=192.0.2.2"));
    delete("deep");
    assertThat(ask("b.tm.example")).isEqualTo("192.0.2.2");
  }

  @Test
  void withdrawsTheNameThatAProfileLeaves() {
    publish(profile("shop", "old", "eu=192.0.2.1"));
    publish(profile("shop", "new", "eu=192.0.2.1"));
    assertThat(ask("old.tm.example")).isEqualTo("NXDOMAIN");
    assertThat(ask("new.tm.example")).isEqualTo("192.0.2.1");
  }

  @Test
  void aNameThatMovesFromOneProfileToAnotherInOneEditStays() {
    publish(profile("a", "shop", "eu=192.0.2.1"));
    Map<String, @Nullable Profile> edit = new HashMap<>();
    edit.put("b", profile("b", "shop", "eu=192.0.2.2"));
    edit.put("a", null);
    publisher.profiles(edit);
    assertThat(ask("shop.tm.example")).isEqualTo("192.0.2.2");
  }

  @Test
  void keepsAProfileWhoseZoneIsNotServedHere() {
    Profile elsewhere = profile("x", "x", "eu=192.0.2.1");
    Profile moved =
        new Profile(
            "x",
            new DnsConfig("x", "other.example", 30),
            true,
            elsewhere.trafficRoutingMethod(),
            2,
            Affinity.NONE,
            OnAllDown.ALL,
            Quorum.DEFAULT,
            3,
            elsewhere.monitorConfig(),
            elsewhere.endpoints());
    publish(moved);
    assertThat(ask("x.other.example")).isEqualTo("REFUSED");
    assertThat(publisher.profile("X")).isEqualTo(moved);
  }

  @Test
  void tellsWhichProfileAnswersForAName() {
    assertThat(answering("shop.tm.example")).isNull();
    publish(profile("A", "Shop", "eu=192.0.2.1"));
    assertThat(answering("shop.tm.example")).isEqualTo("A");
    publish(profile("a", "moved", "eu=192.0.2.1"));
    assertThat(answering("shop.tm.example")).isNull();
    assertThat(answering("moved.tm.example")).isEqualTo("a");
    publish(profile("x", "ns1.a", "eu=192.0.2.1"));
    assertThat(answering("ns1.a.tm.example")).as("a name server's name").isNull();
    delete("a");
    assertThat(answering("moved.tm.example")).isNull();
  }

  @Test
  void ofTwoProfilesWithOneNameTheOlderAnswersWhicheverIsHeardOfFirst() {
    publish(profile("b", "shop", "eu=192.0.2.2"), 2);
    publish(profile("a", "shop", "eu=192.0.2.1"), 3);
    assertThat(ask("shop.tm.example")).isEqualTo("192.0.2.2");
    publish(profile("c", "shop", "eu=192.0.2.3"), 1);
    assertThat(ask("shop.tm.example")).isEqualTo("192.0.2.3");
    assertThat(answering("shop.tm.example")).isEqualTo("c");
    publish(profile("a", "shop", "eu=192.0.2.4"), 3);
    assertThat(ask("shop.tm.example")).isEqualTo("192.0.2.3");
  }

  @Test
  void ofTwoProfilesOfOneAgeTheFirstByNameAnswers() {
    publish(profile("b", "shop", "eu=192.0.2.2"), 5);
    publish(profile("a", "shop", "eu=192.0.2.1"), 5);
    assertThat(ask("shop.tm.example")).isEqualTo("192.0.2.1");
  }

  @Test
  void whenTheOlderOfTwoGoesTheOtherAnswersAtOnce() {
    publish(profile("a", "shop", "eu=192.0.2.1"), 1);
    publish(profile("b", "shop", "eu=192.0.2.2"), 2);
    delete("a");
    assertThat(ask("shop.tm.example")).isEqualTo("192.0.2.2");
    assertThat(answering("shop.tm.example")).isEqualTo("b");
    delete("b");
    assertThat(ask("shop.tm.example")).isEqualTo("NXDOMAIN");
  }

  @Test
  void whenTheOlderOfTwoMovesAwayBothAnswer() {
    publish(profile("a", "shop", "eu=192.0.2.1"), 1);
    publish(profile("b", "shop", "eu=192.0.2.2"), 2);
    publish(profile("a", "moved", "eu=192.0.2.1"), 1);
    assertThat(ask("shop.tm.example")).isEqualTo("192.0.2.2");
    assertThat(ask("moved.tm.example")).isEqualTo("192.0.2.1");
  }

  @Test
  void aVerdictOfTheOneThatDoesNotAnswerMovesNothing() {
    publish(profile("a", "shop", "eu=192.0.2.1"), 1);
    publish(profile("b", "shop", "eu=192.0.2.2", "us=192.0.2.3"), 2);
    publisher.verdict(new EndpointId("b", "eu"), Verdict.DOWN);
    assertThat(ask("shop.tm.example")).isEqualTo("192.0.2.1");
    delete("a");
    assertThat(ask("shop.tm.example")).isEqualTo("192.0.2.3");
  }

  private @Nullable String answering(String name) {
    Profile profile = publisher.profileAt(WireName.of(name));
    return profile == null ? null : profile.name();
  }

  private void publish(Profile profile, long created) {
    Map<String, @Nullable Profile> edit = new HashMap<>();
    edit.put(profile.name(), profile);
    publisher.profiles(edit, Map.of(Profile.key(profile.name()), created));
  }

  private void publish(Profile profile) {
    Map<String, @Nullable Profile> edit = new HashMap<>();
    edit.put(profile.name(), profile);
    publisher.profiles(edit);
  }

  private void delete(String name) {
    Map<String, @Nullable Profile> edit = new HashMap<>();
    edit.put(name, null);
    publisher.profiles(edit);
  }

  /** The first record's data, or NODATA, or the rcode. */
  private String ask(String name) {
    try {
      byte[] query =
          Message.newQuery(Record.newRecord(Name.fromString(name + "."), Type.A, DClass.IN))
              .toWire();
      byte[] response = new byte[65_535];
      Responder responder =
          new Responder(table, zones, "", new SplittableRandom(1), new Counters());
      int octets =
          responder.udp(
              Arrays.copyOf(query, query.length + Query.SLACK),
              query.length,
              false,
              0,
              0x7f000001,
              response);
      Message message = new Message(Arrays.copyOf(response, octets));
      List<Record> answer = message.getSection(Section.ANSWER);
      if (message.getRcode() != Rcode.NOERROR) {
        return Rcode.string(message.getRcode());
      }
      return answer.isEmpty() ? "NODATA" : answer.getFirst().rdataToString();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** A Priority profile; endpoints are {@code name=target} or {@code name>child}. */
  private static Profile profile(String name, String relativeName, String... endpoints) {
    List<Endpoint> list = new ArrayList<>();
    for (String text : endpoints) {
      String[] parts = text.split("[=>]", 2);
      int number = list.size() + 1;
      list.add(
          new Endpoint(
              parts[0],
              text.contains(">") ? EndpointType.NESTED : EndpointType.EXTERNAL,
              parts[1],
              true,
              false,
              number,
              number,
              null,
              List.of(),
              List.of(),
              List.of(),
              1,
              0,
              0));
    }
    return new Profile(
        name,
        new DnsConfig(relativeName, "tm.example", 30),
        true,
        RoutingMethod.PRIORITY,
        2,
        Affinity.NONE,
        OnAllDown.ALL,
        Quorum.DEFAULT,
        3,
        new MonitorConfig(ProbeProtocol.HTTP, 80, "/", 30, 10, 3, 1, false, List.of(), List.of()),
        list);
  }
}

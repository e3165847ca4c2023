package io.waymark.node.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.node.dns.AnswerTable;
import io.waymark.node.dns.Counters;
import io.waymark.node.dns.Responder;
import io.waymark.node.dns.StaticEntry;
import io.waymark.node.dns.Zone;
import io.waymark.node.dns.Zones;
import io.waymark.protocol.Seeds;
import io.waymark.protocol.dns.Query;
import io.waymark.protocol.dns.RecordType;
import io.waymark.protocol.dns.WireName;
import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.location.LocationIndex;
import io.waymark.protocol.location.LocationIndexBuilder;
import io.waymark.protocol.location.Place;
import io.waymark.protocol.location.Region;
import io.waymark.protocol.location.Regions;
import io.waymark.protocol.net.Coordinates;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.net.Prefix;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.GeoCodes;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.RandomProfiles;
import io.waymark.protocol.profile.RoutingMethod;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What is told of an answer, beside the packet that goes out for the same draw. */
final class AnswerStoryTest {
  private static final List<String> ZONES = List.of("tm.example", "gtm.test.example");
  private static final int[] TYPES = {
    Type.A, Type.AAAA, Type.CNAME, Type.ANY, Type.TXT, Type.HTTPS
  };

  /** One world: profiles that nest each other, and what is believed of their endpoints. */
  private static final class World {
    private final Random random;
    private final AnswerTable table = new AnswerTable();
    private final Zones zones = new Zones(ZONES.stream().map(AnswerStoryTest::zone).toList());
    private final Publisher publisher =
        new Publisher(
            table,
            zones,
            ZONES.stream()
                .map(AnswerStoryTest::zone)
                .map(zone ->
                    new StaticEntry.Builder(zone.apex(), zone)
                        .add(RecordType.SOA, zone.soa())
                        .build())
                .toList());
    private final AnswerStory story = new AnswerStory(publisher);
    private final List<Profile> profiles;

    World(Random random) {
      this.random = random;
      this.profiles = RandomProfiles.forest(random, 1 + random.nextInt(8));
      publisher.places(places());
      profiles.forEach(profile -> change(profile.name(), profile));
    }

    /** Some of the regions that random profiles name, and places for half of all addresses. */
    private LocationIndex places() {
      Regions regions =
          new Regions(
              List.of(
                  new Region("westeurope", new Coordinates(52, 5)),
                  new Region("eastus", new Coordinates(37, -79))));
      LocationIndexBuilder index = new LocationIndexBuilder(regions);
      List<String> codes = List.copyOf(GeoCodes.belowWorld());
      for (int i = 0; i < 64; i++) {
        String[] code = oneOf(codes).split("-", 2);
        Prefix prefix =
            i % 2 == 0
                ? Prefix.of(IpAddress.v4(i << 25), 6 + random.nextInt(20))
                : Prefix.of(new IpAddress(true, (long) i << 57, 0), 6 + random.nextInt(40));
        index
            .place(prefix, Place.of(code[0], code[code.length - 1], null, Map.of()))
            .latencies(prefix, new TreeMap<>(Map.of(random.nextInt(2), random.nextInt(100_000))));
      }
      return index.build();
    }

    private void change(String name, @Nullable Profile profile) {
      Map<String, @Nullable Profile> change = new HashMap<>();
      change.put(name, profile);
      publisher.profiles(change);
    }

    /** Something happens: a probe's outcome mostly, now and then an edit or new location data. */
    void happen() {
      Profile profile = oneOf(profiles);
      switch (random.nextInt(10)) {
        case 2 -> publisher.places(places());
        case 0 -> change(profile.name(), null);
        case 1 -> change(profile.name(), profile);
        default -> {
          for (Endpoint endpoint : profile.endpoints()) {
            publisher.verdict(
                EndpointId.of(profile, endpoint),
                new Verdict(oneOf(List.of(Verdict.State.values())), random.nextInt(4) == 0));
          }
        }
      }
    }

    private <T> T oneOf(List<T> choices) {
      return choices.get(random.nextInt(choices.size()));
    }

    private Message ask(byte[] name, int type, IpAddress client, boolean subnet, long draw)
        throws IOException {
      Message query = Message.newQuery(Record.newRecord(new Name(name), type, DClass.IN));
      EDNSOption[] options =
          subnet
              ? new EDNSOption[] {
                new ClientSubnetOption(client.bits(), InetAddress.getByAddress(client.bytes()))
              }
              : new EDNSOption[0];
      query.addRecord(new OPTRecord(1232, 0, 0, 0, options), Section.ADDITIONAL);
      byte[] wire = query.toWire();
      byte[] response = new byte[65_535];
      // With a client subnet the query comes from some resolver instead.
      IpAddress source = subnet ? IpAddress.parse("203.0.113.53") : client;
      Responder responder =
          new Responder(table, zones, "eu-1", new SplittableRandom(draw), new Counters());
      int octets =
          responder.udp(
              Arrays.copyOf(wire, wire.length + Query.SLACK),
              wire.length,
              source.v6(),
              source.high(),
              source.low(),
              response);
      return new Message(Arrays.copyOf(response, octets));
    }

    /** Asks on the wire and has it told, with one draw, and compares everything. */
    JsonNode compare(byte[] name) throws IOException {
      int type = TYPES[random.nextInt(TYPES.length)];
      IpAddress client =
          random.nextBoolean()
              ? IpAddress.v4(random.nextInt())
              : new IpAddress(true, random.nextLong(), random.nextLong());
      boolean subnet = random.nextBoolean();
      long draw = random.nextLong();
      Message reply = ask(name, type, client, subnet, draw);
      JsonNode told = story.tell(name, type, Type.string(type), client, draw);
      String question = told.get("question") + " " + told;
      JsonNode answer = told.get("answer");
      assertThat(answer.get("rcode").asText())
          .as(question)
          .isEqualTo(Rcode.string(reply.getRcode()));
      List<Record> records = reply.getSection(Section.ANSWER);
      assertThat(texts(answer.get("records")))
          .as(question)
          .isEqualTo(records.stream().map(AnswerStoryTest::line).toList());
      for (Record record : records) {
        assertThat(answer.get("ttl").asLong()).as(question).isEqualTo(record.getTTL());
      }
      if (subnet) {
        ClientSubnetOption echoed =
            (ClientSubnetOption)
                reply.getOPT().getOptions(EDNSOption.Code.CLIENT_SUBNET).getFirst();
        assertThat(answer.get("scope").asInt())
            .as(question)
            .isEqualTo(echoed.getScopePrefixLength());
      }
      int scope = answer.get("scope").asInt();
      assertThat(answer.has("scopeFrom")).as(question).isEqualTo(scope > 0);
      assertThat(longestRead(told)).as(question).isEqualTo(scope);
      if (publisher.profileAt(name) == null) {
        assertThat(told.get("steps")).as(question).isEmpty();
        return told;
      }
      List<String> chosen = chosenTargets(told);
      assertThat(records.stream().map(AnswerStoryTest::target).toList())
          .as("the endpoints that the steps lead to: %s", question)
          .isEqualTo(chosen.stream().filter(target -> isAnswer(target, type)).toList());
      return told;
    }

    /** Follows the steps from the queried profile down, to the targets of the last one's choice. */
    private List<String> chosenTargets(JsonNode told) {
      List<String> targets = List.of();
      String expected = null;
      String path = "";
      for (JsonNode step : told.get("steps")) {
        Profile profile = publisher.profile(step.get("profile").asText());
        assertThat(profile).as(told.toString()).isNotNull();
        if (expected != null) {
          assertThat(profile.name()).as(told.toString()).isEqualToIgnoringCase(expected);
        }
        String because = step.get("because").asText();
        targets = new ArrayList<>();
        if (!because.startsWith("chose ")) {
          continue;
        }
        for (String name : because.substring("chose ".length()).split(", ", -1)) {
          Endpoint endpoint = profile.endpoint(name);
          assertThat(endpoint).as("%s of %s", name, told).isNotNull();
          expected = endpoint.target();
          if (endpoint.nested()) {
            path += name + "/";
          } else {
            targets.add(endpoint.target().toLowerCase(Locale.ROOT));
            assertThat(told.get("candidates"))
                .as("%s%s in %s", path, name, told)
                .extracting(one -> one.get("endpoint").asText())
                .contains(path + name);
          }
        }
      }
      return targets;
    }
  }

  private static int longestRead(JsonNode told) {
    return told.findValues("reads").stream()
        .flatMap(reads -> reads.findValuesAsText("prefix").stream())
        .mapToInt(prefix -> Prefix.parse(prefix).length())
        .max()
        .orElse(0);
  }

  private static Zone zone(String apex) {
    return new Zone(
        WireName.of(apex),
        WireName.of("ns1.tm.example"),
        WireName.of("hostmaster.tm.example"),
        1,
        30);
  }

  private static String line(Record record) {
    return "%s %d %s %s %s"
        .formatted(
            record.getName(),
            record.getTTL(),
            DClass.string(record.getDClass()),
            Type.string(record.getType()),
            record.rdataToString());
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(one -> texts.add(one.asText()));
    return texts;
  }

  /** A record's data as an endpoint's target is written. */
  private static String target(Record record) {
    String data = record.rdataToString();
    return record.getType() == Type.CNAME
        ? data.substring(0, data.length() - 1)
        : IpAddress.parse(data).toString();
  }

  private static boolean isAnswer(String target, int queryType) {
    IpAddress address = IpAddress.parseOrNull(target);
    return address == null
        || queryType == Type.ANY
        || queryType == (address.v6() ? Type.AAAA : Type.A);
  }

  @Test
  void equalsTheReplyOfTheSameDraw() {
    Seeds.forEach(
        250,
        random -> {
          World world = new World(random);
          for (int i = 0; i < 12; i++) {
            world.happen();
            for (Profile profile : world.profiles) {
              world.compare(WireName.of(profile.dnsConfig().fqdn()));
            }
          }
          world.compare(WireName.of("nowhere.tm.example"));
          world.compare(WireName.of("tm.example"));
        });
  }

  @Test
  void givesTheCandidatesOfASingleAnswerProbabilitiesThatAddUpToOne() {
    Seeds.forEach(
        200,
        random -> {
          World world = new World(random);
          world.happen();
          if (world.profiles.stream()
              .anyMatch(one -> one.trafficRoutingMethod() == RoutingMethod.MULTI_VALUE)) {
            return;
          }
          for (Profile profile : world.profiles) {
            JsonNode told = world.compare(WireName.of(profile.dnsConfig().fqdn()));
            if (!told.get("candidates").isEmpty()) {
              double sum = 0;
              for (JsonNode candidate : told.get("candidates")) {
                sum += candidate.get("probability").asDouble();
              }
              // A child may have nothing for the client, and then its share of the draws is lost.
              boolean mayLackData =
                  world.profiles.stream()
                      .map(Profile::trafficRoutingMethod)
                      .anyMatch(List.of(RoutingMethod.GEOGRAPHIC, RoutingMethod.SUBNET)::contains);
              if (mayLackData) {
                assertThat(sum).as(told.toString()).isGreaterThan(0).isLessThan(1 + 1e-9);
              } else {
                assertThat(sum).as(told.toString()).isCloseTo(1, within(1e-9));
              }
            }
          }
        });
  }
}

package io.waymark.protocol.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import io.waymark.protocol.dns.RecordType;
import io.waymark.protocol.health.Statuses;
import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.location.LocationIndex;
import io.waymark.protocol.location.LocationIndexBuilder;
import io.waymark.protocol.location.Place;
import io.waymark.protocol.location.Region;
import io.waymark.protocol.location.Regions;
import io.waymark.protocol.net.Client;
import io.waymark.protocol.net.Coordinates;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.net.Prefix;
import io.waymark.protocol.profile.Affinity;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.GeoCodes;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.RandomProfiles;
import io.waymark.protocol.profile.RoutingMethod;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Random trees of profiles, verdicts, places and clients. */
final class ClientRoutingPropertyTest {
  private static final int WORLDS = 500;
  private static final int CLIENTS = 20;
  private static final int NEIGHBOURS = 12;
  private static final List<String> NAMED =
      List.of("westeurope", "eastus", "southeastasia", "centralus");

  /** Places and profiles of one random case. */
  private static final class World {
    private final Random random;
    final LocationIndex index;
    final List<Profile> profiles;
    final Statuses statuses;

    World(Random random) {
      this.random = random;
      index = places();
      profiles = RandomProfiles.forest(random, 1 + random.nextInt(7));
      Map<String, Profile> byName = new HashMap<>();
      profiles.forEach(one -> byName.put(one.name().toLowerCase(Locale.ROOT), one));
      List<Verdict> believed = List.of(Verdict.UP, Verdict.DOWN, Verdict.CHECKING);
      int down = random.nextInt(4);
      Map<EndpointId, Verdict> verdicts = new HashMap<>();
      profiles.forEach(profile ->
          profile
              .endpoints()
              .forEach(endpoint ->
                  verdicts.put(
                      EndpointId.of(profile, endpoint),
                      random.nextInt(4) < down ? Verdict.DOWN : oneOf(believed))));
      statuses = new Statuses(byName::get, id -> verdicts.getOrDefault(id, Verdict.CHECKING));
    }

    private LocationIndex places() {
      List<Region> list = new ArrayList<>();
      NAMED.stream()
          .filter(_ -> random.nextInt(5) != 0)
          .forEach(name -> list.add(new Region(name, coordinates())));
      Regions regions = new Regions(list);
      LocationIndexBuilder builder = new LocationIndexBuilder(regions);
      List<String> codes = new ArrayList<>(GeoCodes.belowWorld());
      for (int i = random.nextInt(60); i > 0; i--) {
        String[] code = oneOf(codes).split("-", 2);
        builder.place(
            prefix(),
            Place.of(
                code[0],
                code.length == 1 ? null : code[1],
                random.nextInt(3) == 0 ? null : coordinates(),
                Map.of()));
      }
      for (int i = random.nextInt(40); i > 0; i--) {
        TreeMap<Integer, Integer> row = new TreeMap<>();
        for (int region = 0; region < regions.size(); region++) {
          if (random.nextBoolean()) {
            row.put(region, 1 + random.nextInt(4));
          }
        }
        builder.latencies(prefix(), row);
      }
      return builder.build();
    }

    private Coordinates coordinates() {
      return new Coordinates(random.nextInt(4) * 20, random.nextInt(4) * 30);
    }

    private Prefix prefix() {
      IpAddress address = address();
      return Prefix.of(address, random.nextInt(address.bits() + 1));
    }

    /** Most are where the ranges of random profiles are. */
    IpAddress address() {
      return switch (random.nextInt(6)) {
        case 0 -> IpAddress.v4(random.nextInt());
        case 1 -> new IpAddress(true, random.nextLong(), random.nextLong());
        case 2, 3 -> IpAddress.v4(0x0a00_0000 + random.nextInt(1 << 15));
        default ->
            new IpAddress(
                true,
                0x2001_0db8_0000_0000L + random.nextInt(64),
                random.nextBoolean() ? random.nextInt(4) : random.nextLong());
      };
    }

    Client client() {
      IpAddress address = address();
      int bits = random.nextInt(3) == 0 ? 1 + random.nextInt(address.bits()) : address.bits();
      return client(address, bits);
    }

    static Client client(IpAddress address, int bits) {
      Client client = new Client();
      IpAddress network = address.network(bits);
      client.set(network.v6(), network.high(), network.low(), bits);
      return client;
    }

    /** An address that shares at least so many bits with the client. */
    IpAddress neighbour(Client client, int bits) {
      IpAddress address = client.address();
      Prefix prefix = Prefix.of(address, bits);
      IpAddress other =
          random.nextBoolean()
              ? new IpAddress(
                  address.v6(),
                  address.v6() ? random.nextLong() : 0,
                  address.v6() ? random.nextLong() : random.nextInt() & 0xffff_ffffL)
              // Close to the client, where rules are.
              : Prefix.of(address, address.bits() - random.nextInt(address.bits() - bits + 1))
                  .last();
      IpAddress rest = prefix.last();
      return new IpAddress(
          address.v6(),
          address.v6()
              ? prefix.address().high() | other.high() & (rest.high() ^ prefix.address().high())
              : 0,
          prefix.address().low() | other.low() & (rest.low() ^ prefix.address().low()));
    }

    <T> T oneOf(List<T> choices) {
      return choices.get(random.nextInt(choices.size()));
    }
  }

  private static Set<String> decided(Compiled compiled, Decision decision) {
    Set<String> names = new TreeSet<>();
    if (decision.outcome() != Decision.Outcome.ENDPOINTS) {
      return Set.of(decision.outcome().toString());
    }
    for (int i = 0; i < decision.count(); i++) {
      Leaf leaf = compiled.leaves().get(decision.leaf(i));
      names.add(leaf.profile().name() + "/" + leaf.endpoint().name());
    }
    return names;
  }

  @Test
  void thePlanDecidesWhatTheRulesSay() {
    Map<RoutingMethod, Integer> asked = new EnumMap<>(RoutingMethod.class);
    Set<Boolean> empty = new TreeSet<>();
    Seeds.forEach(
        WORLDS,
        random -> {
          World world = new World(random);
          NearestRegions places = new NearestRegions(world.index);
          NaiveRouting naive = new NaiveRouting(world.statuses, world.index);
          Decision decision = new Decision();
          for (int i = 0; i < CLIENTS; i++) {
            Profile profile = world.oneOf(world.profiles);
            Compiled compiled = PlanBuilder.compile(profile, world.statuses, places);
            Client client = world.client();
            Set<String> expected = naive.answers(profile, client);
            asked.merge(profile.trafficRoutingMethod(), 1, Integer::sum);
            for (int draw = 0; draw < 4; draw++) {
              compiled
                  .plan()
                  .decide(RecordType.A, client, new SplittableRandom(draw), Trace.NONE, decision);
              assertThat(expected)
                  .as("%s asks %s", client.address(), profile)
                  .containsAll(decided(compiled, decision));
              empty.add(decision.count() == 0);
            }
          }
        });
    assertThat(asked).containsOnlyKeys(RoutingMethod.values());
    assertThat(empty).hasSize(2);
  }

  @Test
  void nobodyWithinTheScopeGetsAnotherAnswer() {
    Seeds.forEach(
        WORLDS,
        random -> {
          World world = new World(random);
          NearestRegions places = new NearestRegions(world.index);
          Decision decision = new Decision();
          Decision other = new Decision();
          for (int i = 0; i < CLIENTS; i++) {
            Profile profile = world.oneOf(world.profiles);
            Compiled compiled = PlanBuilder.compile(profile, world.statuses, places);
            Client client = world.client();
            long draw = random.nextLong();
            compiled
                .plan()
                .decide(RecordType.A, client, new SplittableRandom(draw), Trace.NONE, decision);
            for (int j = 0; j < NEIGHBOURS; j++) {
              IpAddress neighbour = world.neighbour(client, decision.scope());
              Client near = World.client(neighbour, Math.max(client.knownBits(), decision.scope()));
              if (!Prefix.of(client.address(), decision.scope()).contains(near.address())) {
                continue;
              }
              compiled
                  .plan()
                  .decide(RecordType.A, near, new SplittableRandom(draw), Trace.NONE, other);
              assertThat(decided(compiled, other))
                  .as(
                      "%s, in the same /%d as %s, asks %s",
                      near.address(), decision.scope(), client.address(), profile)
                  .isEqualTo(decided(compiled, decision));
              assertThat(other.scope()).isEqualTo(decision.scope());
            }
          }
        });
  }

  @Test
  void aTreeThatReadsNothingOfTheClientAnswersForEverybody() {
    Seeds.forEach(
        WORLDS / 5,
        random -> {
          World world = new World(random);
          NearestRegions places = new NearestRegions(world.index);
          if (world.profiles.stream().anyMatch(ClientRoutingPropertyTest::readsTheClient)) {
            return;
          }
          Decision decision = new Decision();
          for (Profile profile : world.profiles) {
            PlanBuilder.compile(profile, world.statuses, places)
                .plan()
                .decide(RecordType.A, world.client(), random, Trace.NONE, decision);
            assertThat(decision.scope()).isZero();
          }
        });
  }

  private static boolean readsTheClient(Profile profile) {
    return switch (profile.trafficRoutingMethod()) {
      case PRIORITY -> false;
      case WEIGHTED, MULTI_VALUE -> profile.affinity() == Affinity.CLIENT;
      case GEOGRAPHIC, PERFORMANCE, SUBNET -> true;
    };
  }
}

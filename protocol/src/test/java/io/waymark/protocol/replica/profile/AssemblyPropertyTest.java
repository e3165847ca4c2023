package io.waymark.protocol.replica.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.ProfileRules;
import io.waymark.protocol.profile.SubnetRange;
import io.waymark.protocol.replica.Bucket;
import io.waymark.protocol.replica.BucketCodec;
import io.waymark.protocol.replica.Bytes;
import io.waymark.protocol.replica.Dot;
import io.waymark.protocol.replica.Entity;
import io.waymark.protocol.replica.HybridClock;
import io.waymark.protocol.replica.MalformedException;
import io.waymark.protocol.replica.Stamp;
import io.waymark.protocol.routing.Compiled;
import io.waymark.protocol.routing.Decision;
import io.waymark.protocol.routing.NearestRegions;
import io.waymark.protocol.routing.PlanBuilder;
import io.waymark.protocol.routing.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Admins on three replicas make valid edits without hearing of each other; the merges may be
 * anything. {@code -Dmerges=10000} tries more of them.
 */
final class AssemblyPropertyTest {
  private static final int MERGES = Integer.getInteger("merges", 200);
  private static final int REPLICAS = 3;
  private static final JsonMapper JSON = new JsonMapper();

  /** What the merges are to bring about, as it is listed. */
  private static final List<String> BROUGHT_ABOUT =
      List.of(
          "subnets: must not overlap",
          "subnets: must not be empty",
          "subnets: no range is left",
          "geoMapping: must be unique in the profile",
          "geoMapping: must hold at least one code",
          "endpointLocation: is required",
          "trafficRoutingMethod: no endpoint fits the method",
          "target: must be unique in the profile",
          "priority: must be unique in the profile");

  @Test
  void everyReplicaAssemblesTheSameValidProfileAndListsWhatIsInconsistent() {
    Set<String> listed = new TreeSet<>();
    Seeds.forEach(
        MERGES,
        random -> {
          List<Entity> states = concurrentEdits(random);
          Assembled first = assembled(mergedInRandomOrder(states, random));
          first
              .conflicts()
              .forEach(conflict ->
                  BROUGHT_ABOUT.stream()
                      .filter(expected -> isAbout(conflict, expected.split(": ", 2)))
                      .forEach(listed::add));
          for (int i = 1; i < REPLICAS; i++) {
            Entity merged = mergedInRandomOrder(states, random);
            Assembled other = assembled(merged);
            assertThat(other).isEqualTo(first);
            assertThat(decisions(other.profile())).isEqualTo(decisions(first.profile()));
            assertThat(ProfileRules.within(other.profile())).isEmpty();
            everythingInconsistentIsListed(merged, other);
            assertThat(other.profile().endpoints().isEmpty())
                .isEqualTo(ProfileFields.existing(merged).isEmpty());
          }
        });
    assertThat(listed).containsExactlyInAnyOrderElementsOf(BROUGHT_ABOUT);
  }

  private static boolean isAbout(Conflict conflict, String[] expected) {
    return FieldPath.parse(conflict.path()).field().equals(expected[0])
        && conflict.reason().contains(expected[1]);
  }

  @Test
  void aRangeOrCodeIsLeftOutOnlyWhereAnEndpointThatStaysHasIt() {
    Seeds.forEach(
        MERGES,
        random -> {
          Entity merged = mergedInRandomOrder(concurrentEdits(random), random);
          Profile profile = assembled(merged).profile();
          for (Endpoint endpoint : profile.endpoints()) {
            String key = Endpoint.key(endpoint.name());
            for (JsonNode range : written(merged, key, "subnets")) {
              SubnetRange wanted = range(range);
              boolean taken =
                  profile.endpoints().stream()
                      .flatMap(one -> one.subnets().stream())
                      .anyMatch(
                          one -> one.contains(wanted.first()) || wanted.contains(one.first()));
              assertThat(taken).as("%s of %s in %s", wanted, key, profile).isTrue();
            }
            for (JsonNode code : written(merged, key, "geoMapping")) {
              assertThat(profile.endpoints())
                  .as("%s of %s", code, key)
                  .anyMatch(one -> one.geoMapping().contains(code.asText()));
            }
          }
        });
  }

  private static JsonNode written(Entity entity, String endpoint, String field)
      throws JsonProcessingException {
    Bytes value = entity.value(FieldPath.endpoint(endpoint, field));
    return value == null ? JSON.createArrayNode() : JSON.readTree(value.text());
  }

  private static SubnetRange range(JsonNode range) {
    return new SubnetRange(
        IpAddress.parse(range.get("first").asText()),
        range.has("last") ? IpAddress.parse(range.get("last").asText()) : null,
        range.has("scope") ? Integer.valueOf(range.get("scope").asInt()) : null);
  }

  @Test
  void anEditOfAWholeDocumentGivesExactlyThatDocumentWhateverWasMergedBefore() {
    Seeds.forEach(
        MERGES,
        random -> {
          Entity merged = mergedInRandomOrder(concurrentEdits(random), random);
          Assembled seen = assembled(merged);
          Profile wanted =
              random.nextInt(4) == 0 ? seen.profile() : Admins.edited(seen.profile(), random);
          Entity edited =
              ProfileFields.changes(merged, seen, wanted, _ -> true)
                  .applyTo(merged, new Dot("later", Stamp.of(1_000, 0)), "carol");

          assertThat(assembled(edited).profile()).isEqualTo(wanted);
          assertThat(assembled(edited).conflicts()).isEmpty();
        });
  }

  @Test
  void aProfileThatNobodyElseEditsIsWhatItsAdminMadeIt() {
    Seeds.forEach(
        MERGES,
        random -> {
          HybridClock clock = new HybridClock(Stamp.ZERO);
          Profile profile = Admins.idea(random);
          Entity entity = Entity.EMPTY;
          for (int i = 0; i < 4; i++) {
            Assembled seen = Assembly.assemble("shop", entity);
            FieldChanges changes = ProfileFields.changes(entity, seen, profile, _ -> false);
            entity = changes.applyTo(entity, new Dot("n1", clock.next(i)), "ann");
            assertThat(assembled(entity).profile()).isEqualTo(profile);
            assertThat(assembled(entity).conflicts()).isEmpty();
            assertThat(
                    ProfileFields.changes(entity, assembled(entity), profile, _ -> true).isEmpty())
                .isTrue();
            profile = Admins.edited(profile, random);
          }
        });
  }

  /** A created profile, and what each replica made of it by itself. */
  private static List<Entity> concurrentEdits(Random random) {
    Profile base = Admins.idea(random);
    Entity created =
        ProfileFields.create(base).applyTo(Entity.EMPTY, new Dot("n0", Stamp.of(1, 0)), "ann");
    List<Entity> states = new ArrayList<>();
    for (int replica = 0; replica < REPLICAS; replica++) {
      HybridClock clock = new HybridClock(Stamp.of(1, 0));
      Entity entity = created;
      for (int edits = 1 + random.nextInt(2); edits > 0; edits--) {
        Assembled seen = assembled(entity);
        Profile wanted = Admins.edited(seen.profile(), random);
        Dot dot = new Dot("n" + replica, clock.next(random.nextInt(20)));
        entity =
            ProfileFields.changes(entity, seen, wanted, _ -> random.nextBoolean())
                .applyTo(entity, dot, "admin " + replica);
        states.add(entity);
      }
    }
    return states;
  }

  private static Entity mergedInRandomOrder(List<Entity> states, Random random)
      throws MalformedException {
    List<Entity> arriving = new ArrayList<>(states);
    Collections.shuffle(arriving, random);
    Bucket bucket = Bucket.EMPTY;
    for (Entity entity : arriving) {
      byte[] sent = BucketCodec.encode(Bucket.of("profile/shop", entity));
      bucket = bucket.merge(BucketCodec.decode(sent));
    }
    return bucket.entity("profile/shop");
  }

  private static Assembled assembled(Entity entity) {
    return Objects.requireNonNull(Assembly.assemble("shop", entity));
  }

  /** Each value that does not hold as it was written is a conflict. */
  private static void everythingInconsistentIsListed(Entity entity, Assembled assembled) {
    Map<String, Optional<Bytes>> holds = ProfileFields.create(assembled.profile()).writes();
    var listed =
        assembled.conflicts().stream().map(Conflict::path).collect(Collectors.toUnmodifiableSet());
    entity
        .fields()
        .forEach((path, register) -> {
          FieldPath field = FieldPath.parse(path);
          String key = field.endpointKey();
          if (key != null && !ProfileFields.existing(entity).contains(key)) {
            return;
          }
          if (key != null && assembled.profile().endpoint(key) == null) {
            assertThat(listed).anyMatch(at -> at.startsWith(FieldPath.endpoint(key)));
            return;
          }
          boolean differs =
              !field.field().equals(FieldPath.ORDER)
                  && !Optional.ofNullable(register.serving().value())
                      .or(() -> unsaid(field.field()))
                      .equals(holds.getOrDefault(path, unsaid(field.field())));
          if (register.conflicted() || differs) {
            assertThat(listed).contains(path);
          }
        });
    holds.forEach((path, value) -> {
      String field = FieldPath.parse(path).field();
      var written = Optional.ofNullable(entity.value(path)).or(() -> unsaid(field));
      if (!field.equals(FieldPath.ORDER) && !value.equals(written)) {
        assertThat(listed).contains(path);
      }
    });
  }

  /** What a document means that does not have the field. */
  private static Optional<Bytes> unsaid(String field) {
    return switch (field) {
      case "minChildEndpoints" -> Optional.of(Bytes.utf8("1"));
      case "minChildEndpointsIPv4", "minChildEndpointsIPv6" -> Optional.of(Bytes.utf8("0"));
      default -> Optional.empty();
    };
  }

  private static final List<String> CLIENTS =
      List.of(
          "192.0.2.1",
          "192.0.2.77",
          "192.0.2.110",
          "192.0.3.10",
          "192.0.3.100",
          "10.0.9.9",
          "198.51.100.7",
          "2001:db8::7",
          "2001:db8:1::7",
          "2001:db8:2::7");

  /** Some of the clients are in Washington, some in France. */
  private static final LocationIndex PLACES =
      new LocationIndexBuilder(
              new Regions(
                  List.of(
                      new Region("westeurope", new Coordinates(52, 5)),
                      new Region("eastus", new Coordinates(37, -79)))))
          .place(
              Prefix.parse("192.0.2.0/24"),
              Place.of("US", "WA", new Coordinates(47, -122), Map.of()))
          .place(
              Prefix.parse("2001:db8::/47"), Place.of("FR", null, new Coordinates(48, 2), Map.of()))
          .build();

  private static List<String> decisions(Profile profile) {
    Statuses statuses = new Statuses(_ -> null, AssemblyPropertyTest::verdict);
    Compiled compiled = PlanBuilder.compile(profile, statuses, new NearestRegions(PLACES));
    Random random = new Random(7);
    List<String> decisions = new ArrayList<>();
    for (String address : CLIENTS) {
      Client client = new Client();
      client.set(IpAddress.parse(address));
      for (int type : new int[] {RecordType.A, RecordType.AAAA}) {
        Decision decision = new Decision();
        compiled.plan().decide(type, client, random, Trace.NONE, decision);
        StringBuilder told = new StringBuilder(decision.outcome() + "/" + decision.scope());
        for (int i = 0; i < decision.count(); i++) {
          Endpoint endpoint = compiled.leaves().get(decision.leaf(i)).endpoint();
          told.append(' ').append(endpoint.target());
        }
        decisions.add(told.toString());
      }
    }
    return decisions;
  }

  private static Verdict verdict(EndpointId endpoint) {
    return switch (Math.floorMod(endpoint.hashCode(), 3)) {
      case 0 -> Verdict.UP;
      case 1 -> Verdict.DOWN;
      default -> Verdict.CHECKING;
    };
  }
}

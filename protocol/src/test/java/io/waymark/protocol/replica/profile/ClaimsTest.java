package io.waymark.protocol.replica.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import io.waymark.protocol.health.Statuses;
import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.profile.DnsConfig;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.EndpointType;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.ProfileIndex;
import io.waymark.protocol.profile.RandomProfiles;
import io.waymark.protocol.profile.RoutingMethod;
import io.waymark.protocol.replica.Dot;
import io.waymark.protocol.replica.Entity;
import io.waymark.protocol.replica.Stamp;
import io.waymark.protocol.routing.PlanBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ClaimsTest {
  private final Map<String, Entity> entities = new HashMap<>();
  private final Map<String, Stamp> created = new HashMap<>();
  private final ProfileIndex index =
      new ProfileIndex(List.of("tm.example", "gtm.test.example"), List.of("ns1.tm.example"));

  /** A profile that answers at a name in tm.example, and nests these. */
  private Profile add(String name, String relativeName, long millis, String... children) {
    Profile any = RandomProfiles.valid(new Random(11), name, List.of());
    List<Endpoint> endpoints = new ArrayList<>();
    for (String child : children) {
      endpoints.add(
          new Endpoint(
              "To-" + child,
              EndpointType.NESTED,
              child,
              true,
              false,
              1,
              endpoints.size() + 1,
              null,
              List.of(),
              List.of(),
              List.of(),
              1,
              0,
              0));
    }
    Profile profile =
        new Profile(
            name,
            new DnsConfig(relativeName, "tm.example", 30),
            true,
            RoutingMethod.PRIORITY,
            2,
            any.affinity(),
            any.onAllDown(),
            any.quorum(),
            3,
            any.monitorConfig(),
            endpoints);
    String key = Profile.key(name);
    entities.put(
        key,
        ProfileFields.create(profile)
            .applyTo(Entity.EMPTY, new Dot("n", Stamp.of(millis, 0)), "ann"));
    created.put(key, Stamp.of(millis, 0));
    index.put(profile);
    return profile;
  }

  private List<Conflict> conflicts(Profile profile) {
    Entity entity = entities.getOrDefault(Profile.key(profile.name()), Entity.EMPTY);
    return Claims.conflicts(entity, profile, index, this::created);
  }

  private Stamp created(String key) {
    return created.getOrDefault(key, Stamp.ZERO);
  }

  @Test
  void aNameClaimedTwiceIsTheOlderProfiles() {
    Profile younger = add("a", "shop", 9);
    Profile older = add("B", "SHOP", 5);

    assertThat(Claims.owner(index.at("shop.tm.example"), this::created)).contains(older);
    assertThat(conflicts(older)).isEmpty();
    assertThat(conflicts(younger))
        .singleElement()
        .satisfies(conflict -> {
          assertThat(conflict.path()).isEqualTo("dnsConfig.relativeName");
          assertThat(conflict.values()).hasSize(1);
          assertThat(conflict.reason())
              .isEqualTo("is taken: shop.tm.example belongs to B; not answered here");
        });
  }

  @Test
  void ofProfilesCreatedAtOneTimeTheFirstByKeyAnswers() {
    add("b", "shop", 5);
    Profile first = add("A", "shop", 5);

    assertThat(Claims.owner(index.at("shop.tm.example"), this::created)).contains(first);
  }

  @Test
  void aNameServersNameBelongsToNoProfile() {
    Profile profile = add("a", "ns1", 5);

    assertThat(conflicts(profile)).extracting(Conflict::path).contains("dnsConfig.relativeName");
  }

  @Test
  void aMissingChildAndALoopAreListedAtTheEndpoint() {
    Profile a = add("a", "a", 1, "B", "gone");
    Profile b = add("b", "b", 2, "a");

    assertThat(conflicts(a))
        .extracting(Conflict::path)
        .containsExactly("endpoints/to-b/target", "endpoints/to-gone/target");
    assertThat(conflicts(a))
        .extracting(Conflict::reason)
        .allMatch(reason -> reason.endsWith("the endpoint is Stopped"));
    assertThat(conflicts(b)).extracting(Conflict::path).containsExactly("endpoints/to-a/target");
    assertThat(conflicts(b).getFirst().values()).hasSize(1);
  }

  @Test
  void whateverProfilesNestEachOtherEveryOneHasAPlan() {
    Seeds.forEach(
        100,
        random -> {
          List<String> names = List.of("p0", "p1", "p2", "p3", "p4", "p5");
          ProfileIndex any = new ProfileIndex(List.of("tm.example"), List.of());
          for (String name : names) {
            any.put(RandomProfiles.valid(random, name, names));
          }
          Statuses statuses = new Statuses(any::profile, _ -> Verdict.UP);
          for (Profile profile : any.profiles()) {
            assertThat(PlanBuilder.compile(profile, statuses)).isNotNull();
            assertThat(Claims.conflicts(Entity.EMPTY, profile, any, _ -> Stamp.ZERO)).isNotNull();
          }
        });
  }
}

package io.waymark.protocol.replica.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.protocol.Seeds;
import io.waymark.protocol.admin.MergePatch;
import io.waymark.protocol.profile.Defaults;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.MonitorConfig;
import io.waymark.protocol.profile.Parsed;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.ProfileDocument;
import io.waymark.protocol.profile.ProfileRules;
import io.waymark.protocol.profile.RoutingMethod;
import io.waymark.protocol.replica.Bytes;
import io.waymark.protocol.replica.Dot;
import io.waymark.protocol.replica.Entity;
import io.waymark.protocol.replica.Stamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AssemblyTest {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES, JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .build();
  private static final Defaults DEFAULTS = new Defaults("shop", "tm.example");

  private long now = 1_000;

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static Profile profile(JsonNode document) {
    return switch (ProfileDocument.parse(document, DEFAULTS)) {
      case Parsed.Valid(Profile profile) -> profile;
      case Parsed.Invalid invalid -> throw new AssertionError(invalid);
    };
  }

  private static Assembled assembled(Entity entity) {
    return Objects.requireNonNull(Assembly.assemble("shop", entity));
  }

  private static List<String> endpoints(Entity entity) {
    return assembled(entity).profile().endpoints().stream().map(Endpoint::name).toList();
  }

  private static List<String> paths(Entity entity) {
    return assembled(entity).conflicts().stream().map(Conflict::path).toList();
  }

  private static String reason(Entity entity, String path) {
    return assembled(entity).conflicts().stream()
        .filter(conflict -> conflict.path().equals(path))
        .map(Conflict::reason)
        .findFirst()
        .orElse("no conflict about " + path);
  }

  /** A profile with endpoints of these names, of which the target is the name in app.example. */
  private Entity created(String method, String... names) {
    var document = (ObjectNode) json("{trafficRoutingMethod: '" + method + "', endpoints: []}");
    for (String name : names) {
      document.withArray("endpoints").addObject().put("name", name).put("target", target(name));
    }
    return ProfileFields.create(profile(document)).applyTo(Entity.EMPTY, dot("a"), "ann");
  }

  private static String target(String name) {
    return name + ".app.example";
  }

  private Dot dot(String writer) {
    return new Dot(writer, Stamp.of(++now, 0));
  }

  /** An admin at that node changes the document by a merge patch. */
  private Entity patch(Entity entity, String node, String patch) {
    Assembled seen = assembled(entity);
    Profile wanted = profile(MergePatch.apply(ProfileDocument.print(seen.profile()), json(patch)));
    return ProfileFields.changes(entity, seen, wanted, _ -> false)
        .applyTo(entity, dot(node), "admin-" + node);
  }

  /** An admin at that node puts or replaces one endpoint. */
  private Entity put(Entity entity, String node, String name, String document) {
    Assembled seen = assembled(entity);
    Profile wanted =
        switch (ProfileDocument.parseEndpoint(
            json(document), name, seen.profile(), DEFAULTS.policy())) {
          case Parsed.Valid(Profile profile) -> profile;
          case Parsed.Invalid invalid -> throw new AssertionError(invalid);
        };
    return ProfileFields.changes(entity, seen, wanted, _ -> false)
        .applyTo(entity, dot(node), "admin-" + node);
  }

  private Entity without(Entity entity, String node, String name) {
    Assembled seen = assembled(entity);
    List<Endpoint> left = new ArrayList<>(seen.profile().endpoints());
    left.removeIf(endpoint -> endpoint.name().equals(name));
    return ProfileFields.changes(entity, seen, seen.profile().withEndpoints(left), _ -> false)
        .applyTo(entity, dot(node), "admin-" + node);
  }

  private static Entity written(Entity entity, Dot dot, String path, String value) {
    return entity.write(dot, "newer", Map.of(path, Optional.of(Bytes.utf8(value))));
  }

  @Test
  void anEditWritesOnlyWhatDiffers() {
    Entity before = created("Weighted", "eu", "us");
    Assembled seen = assembled(before);
    Profile wanted =
        profile(
            MergePatch.apply(
                ProfileDocument.print(seen.profile()),
                json("{dnsConfig: {ttl: 5}, monitorConfig: {protocol: 'TCP', path: null}}")));

    FieldChanges changes = ProfileFields.changes(before, seen, wanted, _ -> true);

    assertThat(changes.writes())
        .containsOnlyKeys("dnsConfig.ttl", "monitorConfig.protocol", "monitorConfig.path")
        .containsEntry("dnsConfig.ttl", Optional.of(Bytes.utf8("5")))
        .containsEntry("monitorConfig.path", Optional.empty());
    assertThat(changes.removals()).isEmpty();
  }

  @Test
  void editsOfDifferentFieldsOfOneEndpointMerge() {
    Entity before = created("Weighted", "eu", "us");
    Entity merged =
        put(before, "a", "eu", "{target: 'eu.app.example', weight: 7}")
            .merge(put(before, "b", "eu", "{target: 'eu2.app.example'}"));

    Endpoint eu = Objects.requireNonNull(assembled(merged).profile().endpoint("eu"));
    assertThat(eu.weight()).isEqualTo(7);
    assertThat(eu.target()).isEqualTo("eu2.app.example");
    assertThat(paths(merged)).isEmpty();
  }

  @Test
  void aFieldWrittenTwiceIsListedWithItsValuesAndWriters() {
    Entity before = created("Weighted", "eu");
    Entity merged =
        patch(before, "a", "{dnsConfig: {ttl: 5}}")
            .merge(patch(before, "b", "{dnsConfig: {ttl: 6}}"));

    assertThat(assembled(merged).profile().dnsConfig().ttl()).isEqualTo(6);
    assertThat(assembled(merged).conflicts().getFirst().print())
        .isEqualTo(
            json(
                """
                {path: 'dnsConfig.ttl', values: [5, 6], by: ['admin-a', 'admin-b'],
                 at: ['1970-01-01T00:00:01.002Z', '1970-01-01T00:00:01.003Z'],
                 reason: 'was written by several who did not know of each other; the last holds'}
                """));
  }

  @Test
  void whoWritesADocumentThatSaysWhatWasShownSettlesItsConflicts() {
    Entity before = created("Priority", "eu");
    Entity merged =
        put(before, "a", "asia", "{target: 'asia.app.example'}")
            .merge(put(before, "b", "us", "{target: 'us.app.example'}"));
    assertThat(paths(merged)).containsExactly("endpoints/asia/priority", "endpoints/us/priority");

    Assembled seen = assembled(merged);
    Entity untouched =
        ProfileFields.changes(merged, seen, seen.profile(), _ -> false)
            .applyTo(merged, dot("a"), "ann");
    Entity settled =
        ProfileFields.changes(merged, seen, seen.profile(), _ -> true)
            .applyTo(merged, dot("a"), "ann");

    assertThat(paths(untouched)).isEqualTo(paths(merged));
    assertThat(paths(settled)).isEmpty();
    assertThat(assembled(settled).profile()).isEqualTo(seen.profile());
  }

  @Test
  void endpointsOfOnePriorityAreServedByKeyAndThoseBehindThemAfterThem() {
    Entity before = created("Priority", "first");
    Entity merged =
        put(before, "a", "m", "{target: 'm.app.example', priority: 2}")
            .merge(put(before, "b", "b", "{target: 'b.app.example', priority: 2}"))
            .merge(put(before, "c", "z", "{target: 'z.app.example', priority: 3}"));

    assertThat(assembled(merged).profile().endpoints())
        .extracting(Endpoint::name, Endpoint::priority)
        .containsExactlyInAnyOrder(tuple("first", 1), tuple("b", 2), tuple("m", 3), tuple("z", 4));
    assertThat(paths(merged))
        .containsExactly("endpoints/b/priority", "endpoints/m/priority", "endpoints/z/priority");
    assertThat(reason(merged, "endpoints/m/priority"))
        .isEqualTo("must be unique in the profile; served as 3");
  }

  @Test
  void prioritiesWithoutRoomAboveMoveDown() {
    Entity before = created("Priority", "first");
    Entity merged =
        put(before, "a", "m", "{target: 'm.app.example', priority: 1000}")
            .merge(put(before, "b", "b", "{target: 'b.app.example', priority: 1000}"));

    assertThat(assembled(merged).profile().endpoints())
        .extracting(Endpoint::priority)
        .containsExactlyInAnyOrder(1, 999, 1000);
  }

  @Test
  void ofTwoEndpointsWithOneTargetTheFirstByKeyStays() {
    Entity before = created("Weighted", "eu");
    Entity merged =
        put(before, "a", "west", "{target: 'new.app.example', priority: 2}")
            .merge(put(before, "b", "east", "{target: 'NEW.app.example', priority: 3}"));

    assertThat(endpoints(merged)).containsExactlyInAnyOrder("eu", "east");
    assertThat(reason(merged, "endpoints/west/target"))
        .isEqualTo("must be unique in the profile; east has it too; the endpoint is left out");
  }

  @Test
  void endpointsThatAreAddressedUnlikeMostAreLeftOut() {
    Entity before = created("Weighted", "b", "c");
    Entity named = put(before, "a", "a", "{target: 'a.app.example'}");
    Entity merged =
        patch(
                before,
                "b",
                """
                {endpoints: [{name: 'b', target: '192.0.2.1', priority: 1},
                             {name: 'c', target: '192.0.2.2', priority: 2}]}
                """)
            .merge(named);

    assertThat(endpoints(merged)).containsExactly("b", "c");
    assertThat(reason(merged, "endpoints/a/target")).contains("must be an IPv4 address like");
  }

  @Test
  void anIntervalAndATimeoutThatDoNotFitGiveTheDefaultTimeout() {
    Entity before =
        patch(
            created("Weighted", "eu"),
            "a",
            "{monitorConfig: {intervalInSeconds: 30, timeoutInSeconds: 9}}");
    Entity merged =
        patch(before, "a", "{monitorConfig: {intervalInSeconds: 10, timeoutInSeconds: 9}}")
            .merge(patch(before, "b", "{monitorConfig: {timeoutInSeconds: 10}}"));

    MonitorConfig monitor = assembled(merged).profile().monitorConfig();
    assertThat(monitor.intervalInSeconds()).isEqualTo(10);
    assertThat(monitor.timeoutInSeconds()).isEqualTo(9);
    assertThat(paths(merged)).containsExactly("monitorConfig.timeoutInSeconds");
  }

  @Test
  void aPathBesideTcpDoesNotCount() {
    Entity before = created("Weighted", "eu");
    Entity merged =
        patch(before, "a", "{monitorConfig: {protocol: 'TCP', path: null}}")
            .merge(patch(before, "b", "{monitorConfig: {path: '/health'}}"));

    assertThat(assembled(merged).profile().monitorConfig().path()).isNull();
    assertThat(reason(merged, "monitorConfig.path"))
        .contains("the last holds")
        .contains("must be absent for TCP; the default holds");
  }

  @Test
  void aCodeAndARangeThatTwoEndpointsClaimAreTheFirstOnes() {
    Entity before = created("Weighted", "eu", "us");
    Entity merged =
        put(
                before,
                "a",
                "us",
                """
                {target: 'us.app.example', geoMapping: ['FR', 'US'],
                 subnets: [{first: '192.0.2.0', scope: 24}, {first: '198.51.100.1'}]}
                """)
            .merge(
                put(
                    before,
                    "b",
                    "eu",
                    """
                    {target: 'eu.app.example', geoMapping: ['DE', 'FR'],
                     subnets: [{first: '192.0.2.128'}]}
                    """));

    Endpoint us = Objects.requireNonNull(assembled(merged).profile().endpoint("us"));
    assertThat(us.geoMapping()).containsExactly("US");
    assertThat(us.subnets()).extracting(Object::toString).containsExactly("198.51.100.1");
    assertThat(paths(merged)).containsExactly("endpoints/us/geoMapping", "endpoints/us/subnets");
  }

  @Test
  void anEndpointWhoseRangesAreAllAnothersNeverBecomesTheOneForEveryoneElse() {
    Entity before = created("Subnet", "eu");
    before = put(before, "a", "eu", "{target: 'eu.app.example', subnets: [{first: '192.0.2.9'}]}");
    String range = "subnets: [{first: '198.51.100.0', scope: 24}]}";
    Entity merged =
        put(before, "a", "west", "{target: 'w.app.example', priority: 2, " + range)
            .merge(put(before, "b", "east", "{target: 'e.app.example', priority: 3, " + range));

    assertThat(endpoints(merged)).containsExactlyInAnyOrder("eu", "east");
    assertThat(reason(merged, "endpoints/west/subnets")).contains("the endpoint is left out");
  }

  @Test
  void anEndpointAddedWithoutLocationWhileTheMethodBecamePerformanceIsLeftOut() {
    Entity before =
        put(
            created("Weighted", "eu"),
            "a",
            "eu",
            "{target: 'eu.app.example', endpointLocation: 'westeurope'}");
    Entity merged =
        patch(before, "a", "{trafficRoutingMethod: 'Performance'}")
            .merge(put(before, "b", "us", "{target: 'us.app.example', priority: 2}"));

    assertThat(endpoints(merged)).containsExactly("eu");
    assertThat(paths(merged)).containsExactly("endpoints/us/endpointLocation");
  }

  @Test
  void aMethodThatNoEndpointFitsIsServedAsPriority() {
    Entity before =
        put(
            created("Weighted", "eu"),
            "a",
            "eu",
            "{target: 'eu.app.example', endpointLocation: 'westeurope'}");
    Entity merged =
        patch(before, "a", "{trafficRoutingMethod: 'Performance'}")
            .merge(put(before, "b", "eu", "{target: 'eu.app.example', endpointLocation: null}"));

    assertThat(assembled(merged).profile().trafficRoutingMethod())
        .isEqualTo(RoutingMethod.PRIORITY);
    assertThat(endpoints(merged)).containsExactly("eu");
    assertThat(reason(merged, "trafficRoutingMethod"))
        .isEqualTo("no endpoint fits the method Performance; served as Priority");
  }

  @Test
  void removingAnEndpointWinsOverAnEditOfIt() {
    Entity before = created("Weighted", "eu", "us");
    Entity merged =
        without(before, "a", "us")
            .merge(put(before, "b", "us", "{target: 'us.app.example', weight: 9}"));

    assertThat(endpoints(merged)).containsExactly("eu");
    assertThat(paths(merged)).isEmpty();
  }

  @Test
  void anEndpointCreatedAgainHasNothingOfTheOneThatWasRemoved() {
    Entity before = created("Weighted", "eu", "us");
    Entity removed =
        without(before, "a", "us")
            .merge(put(before, "b", "us", "{target: 'us.app.example', geoMapping: ['US']}"));
    assertThat(removed.fields()).containsKey("endpoints/us/geoMapping");

    Entity again = put(removed, "c", "us", "{target: 'us3.app.example'}");

    Endpoint us = Objects.requireNonNull(assembled(again).profile().endpoint("us"));
    assertThat(us.geoMapping()).isEmpty();
    assertThat(again.fields()).doesNotContainKey("endpoints/us/geoMapping");
  }

  @Test
  void anEndpointCreatedAgainWhileSomebodyRemovedItStays() {
    Entity before = created("Weighted", "eu", "us");
    Entity again =
        put(without(before, "b", "us"), "b", "us", "{target: 'us2.app.example', weight: 3}");

    Entity merged = without(before, "a", "us").merge(again);

    Endpoint us = Objects.requireNonNull(assembled(merged).profile().endpoint("us"));
    assertThat(us.target()).isEqualTo("us2.app.example");
    assertThat(us.weight()).isEqualTo(3);
  }

  @Test
  void endpointsKeepTheOrderTheirAdminGaveThem() {
    Entity before = created("Weighted", "c", "a", "b");
    assertThat(endpoints(before)).containsExactly("c", "a", "b");

    Profile seen = assembled(before).profile();
    List<Endpoint> moved =
        List.of(seen.endpoints().get(2), seen.endpoints().get(0), seen.endpoints().get(1));
    FieldChanges changes =
        ProfileFields.changes(before, assembled(before), seen.withEndpoints(moved), _ -> false);
    Entity after = changes.applyTo(before, dot("a"), "ann");

    assertThat(endpoints(after)).containsExactly("b", "c", "a");
    assertThat(changes.writes().keySet()).allMatch(path -> path.endsWith("/order"));
  }

  @Test
  void endpointsAddedInSeveralPlacesDoNotMoveTheOthers() {
    Entity before = created("Weighted", "m");
    Profile seen = assembled(before).profile();
    Endpoint m = seen.endpoints().getFirst();
    List<Endpoint> more = List.of(like(m, "z", 2), like(m, "y", 3), m, like(m, "x", 4));

    FieldChanges changes =
        ProfileFields.changes(before, assembled(before), seen.withEndpoints(more), _ -> false);

    assertThat(endpoints(changes.applyTo(before, dot("a"), "ann")))
        .containsExactly("z", "y", "m", "x");
    assertThat(changes.writes()).doesNotContainKey("endpoints/m/order");
  }

  private static Endpoint like(Endpoint endpoint, String name, int priority) {
    return new Endpoint(
        name,
        endpoint.type(),
        target(name),
        true,
        false,
        1,
        priority,
        null,
        List.of(),
        List.of(),
        List.of(),
        1,
        0,
        0);
  }

  @Test
  void whatOnlyANewerVersionKnowsIsCarriedAndTouchedByNobody() {
    Entity newer = written(created("Weighted", "eu"), dot("n"), "monitorConfig.follow", "true");
    newer = written(newer, dot("n"), "endpoints/eu/shade", "{\"of\":\"blue\"}");
    Entity edited = patch(newer, "a", "{dnsConfig: {ttl: 5}}");

    assertThat(paths(edited)).isEmpty();
    assertThat(edited.value("monitorConfig.follow")).isEqualTo(Bytes.utf8("true"));
    assertThat(edited.value("endpoints/eu/shade")).isEqualTo(Bytes.utf8("{\"of\":\"blue\"}"));
    assertThat(without(edited, "a", "eu").fields()).doesNotContainKey("endpoints/eu/shade");
  }

  @Test
  void aValueThatThisVersionCannotReadHasItsDefaultAndIsListed() {
    Entity newer = created("Weighted", "eu", "us");
    newer = written(newer, dot("n"), "trafficRoutingMethod", "\"Latency\"");
    newer = written(newer, dot("n"), "dnsConfig.ttl", "not json");
    newer = written(newer, dot("n"), "endpoints/us/weight", "\"heavy\"");
    newer = written(newer, dot("n"), "endpoints/us/geoMapping", "[\"US\",\"MARS\"]");

    Profile profile = assembled(newer).profile();

    assertThat(profile.trafficRoutingMethod()).isEqualTo(RoutingMethod.PRIORITY);
    assertThat(profile.dnsConfig().ttl()).isEqualTo(30);
    Endpoint us = Objects.requireNonNull(profile.endpoint("us"));
    assertThat(us.weight()).isEqualTo(1);
    assertThat(us.geoMapping()).containsExactly("US");
    assertThat(paths(newer))
        .containsExactly(
            "dnsConfig.ttl",
            "endpoints/us/geoMapping",
            "endpoints/us/weight",
            "trafficRoutingMethod");
  }

  @Test
  void whateverFieldsThereAreSomeProfileIsAssembled() {
    Seeds.forEach(
        400,
        random -> {
          List<String> paths =
              List.of(
                  "name",
                  "dnsConfig",
                  "dnsConfig.zone",
                  "dnsConfig.relativeName",
                  "monitorConfig",
                  "monitorConfig.path",
                  "trafficRoutingMethod",
                  "quorum",
                  "endpoints",
                  "",
                  "endpoints/",
                  "endpoints/a",
                  "endpoints/a/name",
                  "endpoints/a/target",
                  "endpoints/b",
                  "endpoints/b/type",
                  "endpoints/b/target",
                  "endpoints/b/priority",
                  "endpoints/a/subnets",
                  "endpoints/b/subnets",
                  "properties",
                  "..",
                  "endpoints/a/order");
          List<String> values =
              List.of(
                  "",
                  "1",
                  "-1e99",
                  "null",
                  "{}",
                  "[]",
                  "[[{}]]",
                  "\"\"",
                  "\"a\"",
                  "\"Subnet\"",
                  "\"192.0.2.1\"",
                  "\"a.example\"",
                  "\"Nested\"",
                  "{\"first\":1}",
                  "tru",
                  "\"\\ud800\"",
                  "[{\"first\":\"192.0.2.1\"}]",
                  "99999999999999999999");
          Entity entity = Entity.EMPTY;
          for (int i = 1 + random.nextInt(20); i > 0; i--) {
            String path = paths.get(random.nextInt(paths.size()));
            entity = written(entity, dot("n"), path, values.get(random.nextInt(values.size())));
          }
          assertThat(ProfileRules.within(assembled(entity).profile())).isEmpty();
        });
  }

  @Test
  void moreEndpointsThanAProfileMayHaveAreLeftOutFromTheEnd() {
    Entity before = created("Weighted");
    Entity crowded = before;
    for (String side : List.of("a", "b")) {
      Map<String, Optional<Bytes>> writes = new HashMap<>();
      for (int i = 0; i < 150; i++) {
        String key = "endpoints/" + side + i;
        writes.put(key, Optional.of(Bytes.utf8("true")));
        writes.put(key + "/target", Optional.of(Bytes.utf8("\"" + target(side + i) + "\"")));
        writes.put(key + "/priority", Optional.of(Bytes.utf8(Integer.toString(i + 1))));
      }
      crowded = crowded.merge(before.write(dot(side), side, writes));
    }

    assertThat(assembled(crowded).profile().endpoints()).hasSize(200);
    assertThat(ProfileRules.within(assembled(crowded).profile())).isEmpty();
  }

  @Test
  void aDeletedProfileIsNone() {
    assertThat(Assembly.assemble("shop", created("Weighted", "eu").delete())).isNull();
    assertThat(Assembly.assemble("shop", Entity.EMPTY)).isNull();
  }

  @Test
  void theEarlierOfTwoCreationsIsWhenAProfileCameToBe() {
    Entity first = created("Weighted", "eu");
    Profile other =
        profile(
            json(
                "{trafficRoutingMethod: 'Priority',"
                    + " endpoints: [{name: 'eu', target: 'eu.app.example'}]}"));
    Entity second = ProfileFields.create(other).applyTo(Entity.EMPTY, dot("b"), "bob");

    assertThat(assembled(second.merge(first)).created()).isEqualTo(Stamp.of(1_001, 0));
    assertThat(paths(second.merge(first))).containsExactly("trafficRoutingMethod");
  }
}

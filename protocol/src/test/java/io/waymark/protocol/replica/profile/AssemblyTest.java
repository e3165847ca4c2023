package io.waymark.protocol.replica.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.waymark.protocol.Seeds;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.MonitorConfig;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.ProfileRules;
import io.waymark.protocol.profile.RoutingMethod;
import io.waymark.protocol.replica.Bytes;
import io.waymark.protocol.replica.Entity;
import io.waymark.protocol.replica.Stamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AssemblyTest extends EditedShop {
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
  void aRangeThatIsLeftOutTakesNoOtherWithIt() {
    Entity before = created("Weighted", "a", "b", "c");
    before = put(before, "n", "a", "{target: 'a.app.example', subnets: [{first: '192.0.2.50'}]}");
    before = put(before, "n", "b", "{target: 'b.app.example', subnets: [{first: '203.0.113.1'}]}");
    before = patch(before, "n", "{trafficRoutingMethod: 'Subnet'}");
    Entity merged =
        put(
                before,
                "a",
                "b",
                """
                {target: 'b.app.example',
                 subnets: [{first: '203.0.113.1'}, {first: '192.0.2.64', scope: 26}]}
                """)
            .merge(
                put(
                    before,
                    "b",
                    "c",
                    "{target: 'c.app.example', subnets: [{first: '192.0.2.70'}]}"))
            .merge(
                put(
                    before,
                    "c",
                    "a",
                    """
                    {target: 'a.app.example',
                     subnets: [{first: '192.0.2.96', last: '192.0.2.200'}]}
                    """));

    assertThat(ranges(merged, "a")).containsExactly("192.0.2.96-192.0.2.200");
    assertThat(ranges(merged, "b")).containsExactly("203.0.113.1");
    assertThat(ranges(merged, "c"))
        .as("it overlaps nothing but what is left out")
        .containsExactly("192.0.2.70");
    assertThat(reason(merged, "endpoints/b/subnets"))
        .isEqualTo("[1] must not overlap 192.0.2.96-192.0.2.200 of a; left out of the list");
    assertThat(paths(merged)).containsExactly("endpoints/b/subnets");
  }

  private static List<String> ranges(Entity entity, String endpoint) {
    return Objects.requireNonNull(assembled(entity).profile().endpoint(endpoint)).subnets().stream()
        .map(Object::toString)
        .toList();
  }

  @Test
  void ofTwoEndpointsWithoutRangesTheFirstIsForAllOthersAndTheSecondIsLeftOut() {
    Entity before = created("Subnet", "m");
    before = put(before, "n", "m", "{target: 'm.app.example', subnets: [{first: '192.0.2.50'}]}");
    Entity merged =
        put(before, "a", "west", "{target: 'w.app.example', priority: 2}")
            .merge(put(before, "b", "east", "{target: 'e.app.example', priority: 3}"));

    assertThat(endpoints(merged)).containsExactlyInAnyOrder("m", "east");
    assertThat(reason(merged, "endpoints/west/subnets"))
        .isEqualTo(
            "must not be empty, as east is the endpoint for all other addresses already; the"
                + " endpoint is left out");
  }

  @Test
  void anEndpointWhoseRangesCannotBeReadNeverBecomesTheOneForEveryoneElse() {
    Entity before = created("Weighted", "eu", "us");
    before = put(before, "a", "eu", "{target: 'eu.app.example', subnets: [{first: '192.0.2.9'}]}");
    before = patch(before, "a", "{trafficRoutingMethod: 'Subnet'}");
    for (String unreadable :
        List.of(
            "\"all\"",
            "{}",
            "[{\"first\":\"x\"}]",
            "[{\"first\":\"198.51.100.7\",\"scope\":24}]",
            "[{\"first\":\"198.51.100.7\",\"last\":\"198.51.100.6\"}]")) {
      Entity merged = written(before, dot("n"), "endpoints/us/subnets", unreadable);
      assertThat(endpoints(merged)).as(unreadable).containsExactly("eu");
      assertThat(paths(merged)).as(unreadable).containsExactly("endpoints/us/subnets");
      assertThat(reason(merged, "endpoints/us/subnets")).contains("the endpoint is left out");
    }
  }

  @Test
  void aRangeThatBeginsAtNoNetworkAddressIsLeftOutAlone() {
    Entity before = created("Weighted", "eu", "us");
    Entity merged =
        written(
            before,
            dot("n"),
            "endpoints/us/subnets",
            "[{\"first\":\"198.51.100.7\",\"scope\":24},{\"first\":\"192.0.2.7\"}]");

    assertThat(ranges(merged, "us")).containsExactly("192.0.2.7");
    assertThat(reason(merged, "endpoints/us/subnets"))
        .contains("must be the network address of its scope, as in 198.51.100.0/24");
  }

  @Test
  void anEndpointOfGeographicWhoseCodesAreAllAnothersIsLeftOut() {
    Entity before =
        put(
            created("Weighted", "eu"),
            "a",
            "eu",
            "{target: 'eu.app.example', geoMapping: ['WORLD']}");
    before = patch(before, "a", "{trafficRoutingMethod: 'Geographic'}");
    Entity merged =
        put(before, "a", "west", "{target: 'w.app.example', priority: 2, geoMapping: ['FR', 'ES']}")
            .merge(
                put(
                    before,
                    "b",
                    "east",
                    "{target: 'e.app.example', priority: 3, geoMapping: ['FR']}"))
            .merge(
                put(
                    before,
                    "c",
                    "zoo",
                    "{target: 'z.app.example', priority: 4, geoMapping: ['ES']}"));

    assertThat(endpoints(merged)).containsExactlyInAnyOrder("eu", "east", "west");
    assertThat(Objects.requireNonNull(assembled(merged).profile().endpoint("west")).geoMapping())
        .containsExactly("ES");
    assertThat(paths(merged))
        .containsExactly("endpoints/west/geoMapping", "endpoints/zoo/geoMapping");
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

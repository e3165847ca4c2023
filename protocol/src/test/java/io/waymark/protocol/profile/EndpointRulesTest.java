package io.waymark.protocol.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.net.Prefix;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What endpoints must be for their profile's method, and to each other. */
final class EndpointRulesTest {

  private static List<String> paths(RoutingMethod method, String... endpoints) {
    return Documents.paths(document(method, endpoints));
  }

  private static String document(RoutingMethod method, String... endpoints) {
    return "{trafficRoutingMethod: '%s', endpoints: [%s]}"
        .formatted(method, String.join(",", endpoints));
  }

  private static String at(String name, String target) {
    return "{name: '%s', target: '%s'}".formatted(name, target);
  }

  private static String at(String name, String target, String more) {
    return "{name: '%s', target: '%s', %s}".formatted(name, target, more);
  }

  @Test
  void aProfileMayHaveNoEndpoints() {
    assertThat(Documents.profile("{endpoints: null}").endpoints()).isEmpty();
  }

  @Test
  void namesAreUniqueWithoutCase() {
    assertThat(paths(RoutingMethod.WEIGHTED, at("EU", "a.example"), at("eu", "b.example")))
        .containsExactly("endpoints[1].name");
    // Two characters that a comparison character by character takes for one.
    assertThat(paths(RoutingMethod.WEIGHTED, at("\\u0130", "a.example"), at("i", "b.example")))
        .isEmpty();
  }

  @Test
  void targetsAreUniqueWithoutCaseAndSpelling() {
    assertThat(paths(RoutingMethod.WEIGHTED, at("a", "A.example"), at("b", "a.example.")))
        .containsExactly("endpoints[1].target");
    assertThat(paths(RoutingMethod.WEIGHTED, at("a", "2001:db8::1"), at("b", "2001:DB8:0::1")))
        .containsExactly("endpoints[1].target");
  }

  @Test
  void aChildIsNestedOnce() {
    String nested = "type: 'Nested'";
    assertThat(paths(RoutingMethod.WEIGHTED, at("a", "kid", nested), at("b", "KID", nested)))
        .containsExactly("endpoints[1].target");
    assertThat(paths(RoutingMethod.WEIGHTED, at("a", "kid", nested), at("b", "kid"))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = RoutingMethod.class,
      names = {"PERFORMANCE", "GEOGRAPHIC", "MULTI_VALUE", "SUBNET"},
      mode = EnumSource.Mode.EXCLUDE)
  void prioritiesAreUniqueWhateverTheMethod(RoutingMethod method) {
    assertThat(
            paths(method, at("a", "a.example", "priority: 7"), at("b", "b.example", "priority: 7")))
        .containsExactly("endpoints[1].priority");
  }

  @Test
  void prioritiesFollowTheOrderWhereNoneIsGiven() {
    assertThat(
            Documents.profile(
                    document(RoutingMethod.PRIORITY, at("b", "b.example"), at("a", "a.example")))
                .endpoints())
        .extracting(Endpoint::priority)
        .containsExactly(1, 2);
  }

  @Test
  void prioritiesAreGivenOnAllEndpointsOrOnNone() {
    assertThat(
            paths(
                RoutingMethod.PRIORITY,
                at("a", "a.example"),
                at("b", "b.example", "priority: 3"),
                at("c", "c.example", "priority: null")))
        .containsExactly("endpoints[0].priority", "endpoints[2].priority");
  }

  @Test
  void allTargetsAreAddressedTheSameWay() {
    assertThat(paths(RoutingMethod.WEIGHTED, at("a", "a.example"), at("b", "192.0.2.1")))
        .containsExactly("endpoints[1].target");
    assertThat(paths(RoutingMethod.WEIGHTED, at("a", "192.0.2.1"), at("b", "2001:db8::1")))
        .containsExactly("endpoints[1].target");
    assertThat(paths(RoutingMethod.WEIGHTED, at("a", "2001:db8::1"), at("b", "2001:db8::2")))
        .isEmpty();
    assertThat(
            paths(
                RoutingMethod.WEIGHTED,
                at("kid", "kid", "type: 'Nested'"),
                at("b", "192.0.2.1"),
                at("other", "other", "type: 'Nested'")))
        .isEmpty();
  }

  @Test
  void multiValueMixesFamiliesButHasOnlyAddresses() {
    assertThat(paths(RoutingMethod.MULTI_VALUE, at("a", "192.0.2.1"), at("b", "2001:db8::1")))
        .isEmpty();
    assertThat(paths(RoutingMethod.MULTI_VALUE, at("a", "192.0.2.1"), at("b", "b.example")))
        .containsExactly("endpoints[1].target");
  }

  @Test
  void multiValueNestsNothing() {
    assertThat(paths(RoutingMethod.MULTI_VALUE, at("a", "kid", "type: 'Nested'")))
        .containsExactly("endpoints[0].type");
  }

  @Test
  void performanceNeedsALocationOnEveryEndpoint() {
    String located = "endpointLocation: 'westeurope'";
    assertThat(
            paths(
                RoutingMethod.PERFORMANCE,
                at("a", "a.example", located),
                at("b", "b.example"),
                at("c", "kid", "type: 'Nested'"),
                at("d", "kid2", "type: 'Nested', " + located),
                at("e", "e.example", "type: 'Azure'")))
        .containsExactly(
            "endpoints[1].endpointLocation",
            "endpoints[2].endpointLocation",
            "endpoints[4].endpointLocation");
  }

  @ParameterizedTest
  @ValueSource(strings = {"westeurope", "West Europe", "WESTEUROPE"})
  void aKnownRegionIsMatchedWithoutCaseAndSpaces(String region) {
    assertThat(withRegions(region, Set.of("West Europe", "eastus"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"global", "west-europe", "west"})
  void anUnknownRegionIsRefused(String region) {
    assertThat(withRegions(region, Set.of("West Europe", "eastus")))
        .containsExactly("endpoints[0].endpointLocation");
    assertThat(
            Documents.paths(
                document(
                    RoutingMethod.WEIGHTED,
                    at("a", "a.example", "endpointLocation: '" + region + "'"))))
        .as("where the regions are not known")
        .isEmpty();
  }

  private static List<String> withRegions(String region, Set<String> known) {
    Defaults defaults = new Defaults("shop", "tm.example", new Policy(known, null));
    String document =
        document(
            RoutingMethod.WEIGHTED, at("a", "a.example", "endpointLocation: '" + region + "'"));
    return Documents.violations(ProfileDocument.parse(Documents.small(document), defaults)).stream()
        .map(Violation::path)
        .toList();
  }

  @Test
  void aTargetThatThePolicyRefusesIsAViolation() {
    Policy policy =
        new Policy(null, new Policy.Targets(false, List.of(Prefix.parse("198.51.100.0/24"))));
    String document =
        document(
            RoutingMethod.WEIGHTED,
            at("a", "192.0.2.1"),
            at("b", "198.51.100.1"),
            at("c", "127.0.0.1"));
    assertThat(
            Documents.violations(
                ProfileDocument.parse(
                    Documents.small(document), new Defaults("shop", "tm.example", policy))))
        .extracting(Violation::path)
        .containsExactly("endpoints[1].target", "endpoints[2].target");
    assertThat(Documents.paths(document)).as("without a policy").isEmpty();
  }

  @Test
  void geographicNeedsACodeOnEveryEndpoint() {
    assertThat(
            paths(
                RoutingMethod.GEOGRAPHIC,
                at("a", "a.example", "geoMapping: ['GEO-EU']"),
                at("b", "b.example", "geoMapping: []"),
                at("c", "kid", "type: 'Nested'")))
        .containsExactly("endpoints[1].geoMapping", "endpoints[2].geoMapping");
  }

  @Test
  void aCodeOccursOnceInAProfile() {
    assertThat(
            paths(
                RoutingMethod.GEOGRAPHIC,
                at("a", "a.example", "geoMapping: ['DE', 'FR', 'de']"),
                at("b", "b.example", "geoMapping: ['GEO-EU', 'fr']")))
        .containsExactly("endpoints[0].geoMapping[2]", "endpoints[1].geoMapping[1]");
  }

  @Test
  void widerAndNarrowerCodesMayStandBesideEachOther() {
    assertThat(
            paths(
                RoutingMethod.GEOGRAPHIC,
                at("a", "a.example", "geoMapping: ['WORLD', 'US-CA']"),
                at("b", "b.example", "geoMapping: ['GEO-NA', 'US']")))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(RoutingMethod.class)
  void codesAndRangesAreKeptWhereTheMethodHasNoUseForThem(RoutingMethod method) {
    Endpoint endpoint =
        Documents.profile(
                document(
                    method,
                    at(
                        "a",
                        "192.0.2.7",
                        "geoMapping: ['DE'], endpointLocation: 'westeurope',"
                            + " subnets: [{first: '192.0.2.1'}]")))
            .endpoints()
            .getFirst();
    assertThat(endpoint.geoMapping()).containsExactly("DE");
    assertThat(endpoint.subnets()).hasToString("[192.0.2.1]");
    assertThat(endpoint.endpointLocation()).isEqualTo("westeurope");
  }

  @Test
  void alwaysServeIsNotForNestedEndpoints() {
    assertThat(
            paths(
                RoutingMethod.WEIGHTED,
                at("a", "a.example", "alwaysServe: 'Enabled'"),
                at("b", "kid", "type: 'Nested', alwaysServe: 'Enabled'"),
                at("c", "kid2", "type: 'Nested', alwaysServe: 'Disabled'")))
        .containsExactly("endpoints[1].alwaysServe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1, 0, 0", "1, 1, 1", "2, 1, 2", "3, 3, 1", "200, 200, 200"})
  void acceptsMinimumsThatChildrenCanMeet(String minimums) {
    assertThat(minimums(minimums)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0, 0, 0", "1, 2, 0", "1, 0, 2", "-1, 0, 0", "201, 0, 0"})
  void theMinimumIsNotBelowThatOfEitherFamily(String minimums) {
    assertThat(minimums(minimums)).containsExactly("endpoints[0].minChildEndpoints");
  }

  @Test
  void theMinimumOfAFamilyMayBe0ButNotLess() {
    assertThat(minimums("1, -1, -1"))
        .containsExactly(
            "endpoints[0].minChildEndpointsIPv4", "endpoints[0].minChildEndpointsIPv6");
    assertThat(minimums("200, 201, 0")).containsExactly("endpoints[0].minChildEndpointsIPv4");
  }

  private static List<String> minimums(String minimums) {
    String[] values = minimums.split(", ", -1);
    return paths(
        RoutingMethod.WEIGHTED,
        at(
            "a",
            "kid",
            "type: 'Nested', minChildEndpoints: %s, minChildEndpointsIPv4: %s,"
                    .formatted(values[0], values[1])
                + " minChildEndpointsIPv6: "
                + values[2]));
  }

  @Test
  void minimumsAreOnlyForNestedEndpoints() {
    assertThat(
            paths(
                RoutingMethod.WEIGHTED,
                at("a", "a.example", "minChildEndpoints: 1, minChildEndpointsIPv4: 0"),
                at(
                    "b",
                    "b.example",
                    "minChildEndpoints: 2, minChildEndpointsIPv4: 1, minChildEndpointsIPv6: 1")))
        .containsExactly(
            "endpoints[1].minChildEndpoints",
            "endpoints[1].minChildEndpointsIPv4",
            "endpoints[1].minChildEndpointsIPv6");
  }

  @Test
  void aNestedTargetIsAProfilesName() {
    assertThat(paths(RoutingMethod.WEIGHTED, at("a", "no_profile", "type: 'Nested'")))
        .containsExactly("endpoints[0].target");
  }

  @Test
  void mergedProfilesAreJudgedByTheSameRules() {
    Profile weighted = Documents.profile(document(RoutingMethod.WEIGHTED, at("a", "a.example")));
    Endpoint endpoint = weighted.endpoints().getFirst();
    Profile merged = weighted.withEndpoints(List.of(endpoint, endpoint));
    assertThat(ProfileRules.within(weighted)).isEmpty();
    assertThat(ProfileRules.within(merged))
        .extracting(Violation::path)
        .containsExactly("endpoints[1].name", "endpoints[1].priority", "endpoints[1].target");
  }
}

package io.waymark.protocol.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.admin.MergePatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each field accepts by itself: at its limits, and one past them. */
final class FieldLimitsTest {

  /** A patch that gives a field, named by its path, a value. */
  private static String patch(String path, String value) {
    String[] fields = path.split("\\.", -1);
    String patch = value;
    for (int i = fields.length - 1; i >= 0; i--) {
      patch = "{" + fields[i] + ": " + patch + "}";
    }
    return patch;
  }

  private static String onEndpoint(String field, String value) {
    return "{endpoints: [{name: 'eu', target: 'eu.app.example', %s: %s}]}".formatted(field, value);
  }

  @ParameterizedTest
  @CsvSource({
    "dnsConfig.ttl, 0, 2147483647",
    "maxReturn, 1, 8",
    "probesPerEndpoint, 1, 1000",
    "monitorConfig.port, 1, 65535",
    "monitorConfig.toleratedNumberOfFailures, 0, 9",
    "monitorConfig.successesToRecover, 1, 10",
  })
  void wholeNumbersOfTheProfileHaveLimits(String path, long min, long max) {
    assertThat(Documents.paths(patch(path, "" + min))).isEmpty();
    assertThat(Documents.paths(patch(path, "" + max))).isEmpty();
    assertThat(Documents.paths(patch(path, "" + (min - 1)))).containsExactly(path);
    assertThat(Documents.paths(patch(path, "" + (max + 1)))).containsExactly(path);
  }

  @ParameterizedTest
  @CsvSource({"weight, 1, 1000", "priority, 1, 1000"})
  void wholeNumbersOfAnEndpointHaveLimits(String field, long min, long max) {
    assertThat(Documents.paths(onEndpoint(field, "" + min))).isEmpty();
    assertThat(Documents.paths(onEndpoint(field, "" + max))).isEmpty();
    assertThat(Documents.paths(onEndpoint(field, "" + (min - 1))))
        .containsExactly("endpoints[0]." + field);
    assertThat(Documents.paths(onEndpoint(field, "" + (max + 1))))
        .containsExactly("endpoints[0]." + field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "1.0", "1e0", "'1'", "true", "[1]", "{}", "9223372036854775808"})
  void aWholeNumberIsNothingElse(String value) {
    assertThat(Documents.paths(onEndpoint("weight", value))).containsExactly("endpoints[0].weight");
  }

  @Test
  void aViolationSaysWhatWasFoundAndWhatIsAccepted() {
    assertThat(Documents.violations(onEndpoint("weight", "1001")))
        .containsExactly(
            new Violation("endpoints[0].weight", "1001", "must be a whole number in [1, 1000]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "partners.contoso", "A-b.C-9", "63"})
  void acceptsProfileNames(String name) {
    assertThat(
            ProfileDocument.parse(
                Documents.small("{name: '" + name + "'}"), new Defaults(null, "tm.example")))
        .isInstanceOf(Parsed.Valid.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a-", ".a", "a.", "a_b", "a b", "ä", "a/b"})
  void refusesOtherProfileNames(String name) {
    assertThat(
            Documents.violations(
                ProfileDocument.parse(
                    Documents.small("{name: '" + name + "'}"), new Defaults(null, "tm.example"))))
        .extracting(Violation::path)
        .containsExactly("name");
  }

  @Test
  void aProfileNameHasAtMost63Characters() {
    Defaults zone = new Defaults(null, "tm.example");
    assertThat(ProfileDocument.parse(Documents.small("{name: '" + "a".repeat(63) + "'}"), zone))
        .isInstanceOf(Parsed.Valid.class);
    assertThat(
            Documents.violations(
                ProfileDocument.parse(Documents.small("{name: '" + "a".repeat(64) + "'}"), zone)))
        .extracting(Violation::path)
        .containsExactly("name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'www'", "'a.b.c'", "'_sip._tcp'", "'7'"})
  void acceptsRelativeNames(String name) {
    assertThat(Documents.paths(patch("dnsConfig.relativeName", name))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "'a..b'", "'.a'", "'a.'", "'*'", "'-a'", "'_waymark'", "7"})
  void refusesOtherRelativeNames(String name) {
    assertThat(Documents.paths(patch("dnsConfig.relativeName", name)))
        .containsExactly("dnsConfig.relativeName");
  }

  @Test
  void aRelativeNameTakenFromTheNameMustHaveLabelsToo() {
    assertThat(
            Documents.violations(
                ProfileDocument.parse(Documents.small("{}"), new Defaults("a..b", "tm.example"))))
        .extracting(Violation::path)
        .containsExactly("dnsConfig.relativeName");
  }

  @Test
  void theFullNameHasAtMost253Characters() {
    String label = "a".repeat(63);
    String name = String.join(".", label, label, label);
    // 191 characters, a period, and a zone of 61 make 253.
    String zone = "b".repeat(53) + ".example";
    assertThat(
            Documents.paths("{dnsConfig: {relativeName: '%s', zone: '%s'}}".formatted(name, zone)))
        .isEmpty();
    assertThat(
            Documents.paths(
                "{dnsConfig: {relativeName: '%s', zone: '%s'}}".formatted(name, "b" + zone)))
        .containsExactly("dnsConfig.relativeName");
  }

  @Test
  void theZoneIsRequiredWhereThereIsNoDefault() {
    assertThat(
            Documents.violations(
                ProfileDocument.parse(Documents.small("{}"), new Defaults("shop", null))))
        .extracting(Violation::toString)
        .containsExactly("dnsConfig.zone is required");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.000001", "0.5", "1", "1.0", "'any'", "'ALL'"})
  void acceptsQuorums(String quorum) {
    assertThat(Documents.paths(patch("quorum", quorum))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0.5", "1.0000001", "2", "'half'", "'0.5'", "true", "[]"})
  void refusesOtherQuorums(String quorum) {
    assertThat(Documents.paths(patch("quorum", quorum))).containsExactly("quorum");
  }

  @Test
  void probesPerEndpointMayBeAll() {
    assertThat(Documents.profile("{probesPerEndpoint: 'All'}").probesPerEndpoint())
        .isEqualTo(Profile.ALL_PROBERS);
    assertThat(Documents.paths("{probesPerEndpoint: 'some'}")).containsExactly("probesPerEndpoint");
  }

  @ParameterizedTest
  @CsvSource({
    "profileStatus, enabled, on",
    "trafficRoutingMethod, multivalue, Random",
    "affinity, CLIENT, session",
    "onAllDown, NoData, nxdomain",
    "monitorConfig.protocol, https, ICMP",
  })
  void choicesAreMatchedWithoutCase(String path, String accepted, String refused) {
    // A MultiValue profile needs addresses.
    String before = "{endpoints: [{name: 'eu', target: '192.0.2.1'}]}";
    assertThat(
            Documents.violations(
                ProfileDocument.parse(
                    MergePatch.apply(
                        Documents.small(before), Documents.json(patch(path, "'" + accepted + "'"))),
                    Documents.DEFAULTS)))
        .isEmpty();
    assertThat(Documents.paths(patch(path, "'" + refused + "'"))).containsExactly(path);
    assertThat(Documents.paths(patch(path, "7"))).containsExactly(path);
  }

  @Test
  void anEndpointNameHas1To260PrintableCharactersAndNoSlash() {
    for (String name : new String[] {"a", "My endpoint #1", "Küste", "x".repeat(260)}) {
      assertThat(
              Documents.paths("{endpoints: [{name: '%s', target: 'a.example'}]}".formatted(name)))
          .isEmpty();
    }
    for (String name :
        new String[] {"", "a/b", "a\\u0007", "a\\u2028", "a\\ud800", "x".repeat(261)}) {
      assertThat(
              Documents.paths("{endpoints: [{name: '%s', target: 'a.example'}]}".formatted(name)))
          .containsExactly("endpoints[0].name");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eu.app.example",
        "eu.app.example.",
        "_eu.app.example",
        "192.0.2.1",
        "2001:db8::1"
      })
  void acceptsTargets(String target) {
    assertThat(Documents.paths("{endpoints: [{name: 'eu', target: '%s'}]}".formatted(target)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "eu.app.example:80",
        "192.0.2.1:80",
        "[2001:db8::1]",
        "https://eu.app.example",
        "eu.app.example/health",
        "192.0.2.256",
        "eu app",
        "*.app.example",
      })
  void refusesOtherTargets(String target) {
    assertThat(Documents.paths("{endpoints: [{name: 'eu', target: '%s'}]}".formatted(target)))
        .containsExactly("endpoints[0].target");
  }

  @Test
  void targetsAreKeptInTheirShortestForm() {
    assertThat(
            Documents.profile("{endpoints: [{name: 'a', target: '2001:DB8:0::1'}]}")
                .endpoints()
                .getFirst()
                .target())
        .isEqualTo("2001:db8::1");
    assertThat(
            Documents.profile("{endpoints: [{name: 'a', target: 'eu.app.example.'}]}")
                .endpoints()
                .getFirst()
                .target())
        .isEqualTo("eu.app.example");
  }

  @Test
  void geoMappingHoldsKnownCodesInAnyCase() {
    assertThat(
            Documents.profile(onEndpoint("geoMapping", "['world', 'geo-eu', 'de', 'us-ca']"))
                .endpoints()
                .getFirst()
                .geoMapping())
        .containsExactly("WORLD", "GEO-EU", "DE", "US-CA");
    assertThat(Documents.paths(onEndpoint("geoMapping", "['DE', 'CG', 'GEO-XX', 'UK', 3]")))
        .containsExactly(
            "endpoints[0].geoMapping[1]",
            "endpoints[0].geoMapping[2]",
            "endpoints[0].geoMapping[3]",
            "endpoints[0].geoMapping[4]");
  }

  @Test
  void anEndpointLocationHasAName() {
    assertThat(Documents.paths(onEndpoint("endpointLocation", "'" + "x".repeat(100) + "'")))
        .isEmpty();
    for (String location : new String[] {"''", "' '", "7", "'" + "x".repeat(101) + "'"}) {
      assertThat(Documents.paths(onEndpoint("endpointLocation", location)))
          .containsExactly("endpoints[0].endpointLocation");
    }
  }

  @Test
  void aProfileHasAtMost200Endpoints() {
    assertThat(Documents.paths("{endpoints: [" + endpoints(200) + "]}")).isEmpty();
    assertThat(Documents.paths("{endpoints: [" + endpoints(201) + "]}"))
        .containsExactly("endpoints");
  }

  private static String endpoints(int count) {
    StringBuilder endpoints = new StringBuilder();
    for (int i = 0; i < count; i++) {
      endpoints
          .append(i > 0 ? "," : "")
          .append("{name: 'e%d', target: 'e%d.example'}".formatted(i, i));
    }
    return endpoints.toString();
  }

  @Test
  void anEncodedProfileHasAtMost256KiB() {
    Profile small = Documents.profile(onEndpoint("subnets", subnets(1)));
    int one = ProfileDocument.encode(small).length;
    int two = ProfileDocument.encode(Documents.profile(onEndpoint("subnets", subnets(2)))).length;
    int fitting = 1 + (ProfileDocument.ENCODED_BYTES_MAX - one) / (two - one);
    assertThat(Documents.paths(onEndpoint("subnets", subnets(fitting)))).isEmpty();
    assertThat(Documents.violations(onEndpoint("subnets", subnets(fitting + 1))))
        .extracting(Violation::toString)
        .singleElement()
        .asString()
        .startsWith("the document (")
        .contains("at most 262144 bytes");
  }

  /** Ranges that print equally long. */
  private static String subnets(int count) {
    StringBuilder subnets = new StringBuilder("[");
    for (int i = 0; i < count; i++) {
      subnets.append(i > 0 ? "," : "").append("{first: '2001:db8:%x::'}".formatted(0x1000 + i));
    }
    return subnets.append("]").toString();
  }
}

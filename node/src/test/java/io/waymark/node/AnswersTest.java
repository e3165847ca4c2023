package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What a node answers: of each type, with which TTL, to whom, and how often. */
final class AnswersTest {
  private static final long TTL_MAX = 2_147_483_647L;

  @TempDir static Path data;

  private static Contoso contoso;

  @BeforeAll
  static void start() throws Exception {
    contoso = Contoso.start(data);
  }

  @AfterAll
  static void stop() {
    if (contoso != null) {
      contoso.close();
    }
  }

  private static String alwaysServed(String method, int ttl, String... targets) {
    StringBuilder endpoints = new StringBuilder();
    for (int i = 0; i < targets.length; i++) {
      endpoints.append(
          "%s{\"name\": \"e%d\", \"target\": \"%s\", \"alwaysServe\": \"Enabled\"}"
              .formatted(i == 0 ? "" : ", ", i, targets[i]));
    }
    return "{\"trafficRoutingMethod\": \"%s\", \"dnsConfig\": {\"ttl\": %d}, \"endpoints\": [%s]}"
        .formatted(method, ttl, endpoints);
  }

  private static String nesting(int ttl, String... children) {
    StringBuilder endpoints = new StringBuilder();
    for (String child : children) {
      endpoints.append(
          "%s{\"name\": \"%s\", \"type\": \"Nested\", \"target\": \"%s\"}"
              .formatted(endpoints.isEmpty() ? "" : ", ", child, child));
    }
    return "{\"trafficRoutingMethod\": \"Priority\", \"dnsConfig\": {\"ttl\": %d}, \"endpoints\": [%s]}"
        .formatted(ttl, endpoints);
  }

  private static void assertNoData(String name, int type) throws Exception {
    Message response = contoso.ask(name, type);
    assertThat(response.getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(response.getSection(Section.ANSWER)).isEmpty();
    assertThat(response.getSection(Section.AUTHORITY))
        .singleElement()
        .isInstanceOfSatisfying(
            SOARecord.class,
            soa -> {
              assertThat(soa.getTTL()).isEqualTo(30);
              assertThat(soa.getMinimum()).isEqualTo(30);
            });
  }

  @Test
  void aNamedSiteIsAnAliasWhateverTypeIsAskedFor() throws Exception {
    contoso.put("named", contoso.profile("Priority", 30, 9));
    for (int type : new int[] {Type.A, Type.AAAA, Type.CNAME, Type.ANY}) {
      assertThat(contoso.answer("named.tm.example", type))
          .as(Type.string(type))
          .containsExactly("named.tm.example. 30 IN CNAME contoso-us.cloudapp.example.");
    }
  }

  @Test
  void anAddressIsAnsweredOnlyToItsOwnType() throws Exception {
    contoso.put("v4", alwaysServed("Priority", 30, "192.0.2.1", "192.0.2.2"));
    assertThat(contoso.answer("v4.tm.example", Type.A))
        .containsExactly("v4.tm.example. 30 IN A 192.0.2.1");
    assertNoData("v4.tm.example", Type.AAAA);
    assertNoData("v4.tm.example", Type.CNAME);
  }

  @Test
  void theTypeIsLookedAtAfterTheChoice() throws Exception {
    contoso.put("six", alwaysServed("Priority", 30, "2001:db8::1"));
    contoso.put("four", alwaysServed("Priority", 30, "192.0.2.1"));
    contoso.put("mixed", nesting(30, "six", "four"));
    assertThat(contoso.answer("mixed.tm.example", Type.AAAA))
        .containsExactly("mixed.tm.example. 30 IN AAAA 2001:db8:0:0:0:0:0:1");
    assertNoData("mixed.tm.example", Type.A);
  }

  @Test
  void aNestedAnswerComesStraightFromTheLeafWithTheTtlOfTheNameThatWasAskedFor() throws Exception {
    contoso.put("leaf", alwaysServed("Priority", 9, "contoso-eu.cloudapp.example"));
    contoso.put("middle", nesting(8, "leaf"));
    contoso.put("top", nesting(7, "middle"));
    for (int type : new int[] {Type.A, Type.CNAME, Type.ANY}) {
      assertThat(contoso.answer("top.tm.example", type))
          .containsExactly("top.tm.example. 7 IN CNAME contoso-eu.cloudapp.example.");
    }
    assertThat(contoso.answer("middle.tm.example", Type.A))
        .containsExactly("middle.tm.example. 8 IN CNAME contoso-eu.cloudapp.example.");
    assertThat(contoso.answer("leaf.tm.example", Type.A))
        .containsExactly("leaf.tm.example. 9 IN CNAME contoso-eu.cloudapp.example.");
  }

  @Test
  void whereOnlyStoppedEndpointsAreLeftThereIsNoData() throws Exception {
    contoso.put("closed", alwaysServed("Priority", 30, "192.0.2.1"));
    contoso.put("parent", nesting(30, "closed"));
    assertThat(contoso.answer("parent.tm.example", Type.A)).hasSize(1);
    contoso.patch("closed", "{\"profileStatus\": \"Disabled\"}");
    assertThat(contoso.statuses("parent")).containsEntry("closed", "Stopped");
    assertNoData("parent.tm.example", Type.A);
    assertThat(contoso.ask("closed.tm.example", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
  }

  @Test
  void aNameBetweenAProfileAndTheZoneHasNoData() throws Exception {
    contoso.put("api.shop", alwaysServed("Priority", 30, "192.0.2.1"));
    assertThat(contoso.answer("api.shop.tm.example", Type.A))
        .containsExactly("api.shop.tm.example. 30 IN A 192.0.2.1");
    assertNoData("shop.tm.example", Type.A);
    assertThat(contoso.ask("other.shop.tm.example", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
  }

  @Test
  void multiValueAnswersAnyWithRecordsOfBothFamilies() throws Exception {
    contoso.put("multi", alwaysServed("MultiValue", 30, "192.0.2.1", "2001:db8::1"));
    assertThat(contoso.answer("multi.tm.example", Type.ANY))
        .containsExactlyInAnyOrder(
            "multi.tm.example. 30 IN A 192.0.2.1",
            "multi.tm.example. 30 IN AAAA 2001:db8:0:0:0:0:0:1");
    assertThat(contoso.answer("multi.tm.example", Type.A))
        .containsExactly("multi.tm.example. 30 IN A 192.0.2.1");
    assertNoData("multi.tm.example", Type.CNAME);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void multiValueAnswersAsManyAsItMayReturn(int maxReturn) throws Exception {
    String profile = "up-to-" + maxReturn;
    List<String> four = IntStream.rangeClosed(1, 10).mapToObj(i -> "192.0.2." + i).toList();
    List<String> six =
        IntStream.rangeClosed(1, 10)
            .mapToObj(i -> "2001:db8:0:0:0:0:0:" + Integer.toHexString(i))
            .toList();
    String document =
        alwaysServed(
            "MultiValue", 30, Stream.concat(four.stream(), six.stream()).toArray(String[]::new));
    contoso.put(profile, document.replaceFirst("\\{", "{\"maxReturn\": " + maxReturn + ", "));
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      seen.addAll(assertReturns(profile, Type.A, maxReturn, four));
      assertReturns(profile, Type.AAAA, maxReturn, six);
      assertReturns(
          profile, Type.ANY, maxReturn, Stream.concat(four.stream(), six.stream()).toList());
    }
    assertThat(seen).as("of 40 draws").hasSizeGreaterThan(maxReturn);
  }

  private static List<String> assertReturns(String profile, int type, int count, List<String> among)
      throws Exception {
    List<String> returned =
        contoso.ask(profile + ".tm.example", type).getSection(Section.ANSWER).stream()
            .map(Record::rdataToString)
            .toList();
    assertThat(returned).hasSize(count).doesNotHaveDuplicates().isSubsetOf(among);
    return returned;
  }

  @Test
  void multiValueReturnsTwoWhereNothingElseIsSaidAndNoMoreThanAreHealthy() throws Exception {
    contoso.put("two", alwaysServed("MultiValue", 30, "192.0.2.1", "192.0.2.2", "192.0.2.3"));
    assertThat(contoso.answer("two.tm.example", Type.A)).hasSize(2);
    contoso.patch("two", "{\"maxReturn\": 8}");
    assertThat(contoso.answer("two.tm.example", Type.A)).hasSize(3);
    contoso.patch("two/endpoints/e1", "{\"endpointStatus\": \"Disabled\"}");
    assertThat(contoso.answer("two.tm.example", Type.A))
        .containsExactlyInAnyOrder(
            "two.tm.example. 30 IN A 192.0.2.1", "two.tm.example. 30 IN A 192.0.2.3");
  }

  @Test
  void anAnswerOfEveryOtherMethodHasOneRecordWithTheTtlOfTheProfile() throws Exception {
    Map<String, String> kinds =
        Map.of("A", "192.0.2.%d", "AAAA", "2001:db8::%d", "CNAME", "site-%d.example");
    for (String method : List.of("Priority", "Weighted", "Performance", "Geographic", "Subnet")) {
      for (Map.Entry<String, String> kind : kinds.entrySet()) {
        String name = (method + "-" + kind.getKey()).toLowerCase(Locale.ROOT);
        contoso.put(name, mappedEverywhere(method, 123, kind.getValue()));
        Message reply = contoso.ask(name + ".tm.example", Type.value(kind.getKey()));
        assertThat(reply.getSection(Section.ANSWER))
            .as(name)
            .singleElement()
            .satisfies(record -> {
              assertThat(record.getTTL()).isEqualTo(123);
              assertThat(Type.string(record.getType())).isEqualTo(kind.getKey());
            });
        assertThat(reply.getSection(Section.ADDITIONAL)).isEmpty();
      }
    }
  }

  /** Three endpoints; every client belongs to one of them, whatever the method. */
  private static String mappedEverywhere(String method, int ttl, String target) {
    String[] mapping = {"WORLD", "GEO-EU", "GEO-AS"};
    return IntStream.range(0, mapping.length)
        .mapToObj(i ->
            """
            {"name": "e%d", "target": "%s", "alwaysServe": "Enabled", "geoMapping": ["%s"],
             "endpointLocation": "westeurope"%s}
            """
                .formatted(
                    i,
                    target.formatted(i + 1),
                    mapping[i],
                    i == 0 ? "" : ", \"subnets\": [{\"first\": \"198.51.100." + i + "\"}]"))
        .collect(
            Collectors.joining(
                ", ",
                "{\"trafficRoutingMethod\": \"%s\", \"dnsConfig\": {\"ttl\": %d}, \"endpoints\": ["
                    .formatted(method, ttl),
                "]}"));
  }

  @Test
  void theTtlIsTheProfilesFromZeroToTheGreatestThereIs() throws Exception {
    contoso.put("ttl", contoso.profile("Priority", 0, 9));
    assertThat(contoso.answer("ttl.tm.example", Type.A))
        .containsExactly("ttl.tm.example. 0 IN CNAME contoso-us.cloudapp.example.");
    contoso.patch("ttl", "{\"dnsConfig\": {\"ttl\": " + TTL_MAX + "}}");
    List<String> greatest =
        List.of("ttl.tm.example. " + TTL_MAX + " IN CNAME contoso-us.cloudapp.example.");
    assertThat(contoso.answer("ttl.tm.example", Type.A)).isEqualTo(greatest);
    for (long refused : new long[] {TTL_MAX + 1, -1}) {
      HttpResponse<String> response =
          contoso.running.http(
              "PATCH", "/v1/profiles/ttl", "{\"dnsConfig\": {\"ttl\": " + refused + "}}");
      assertThat(response.statusCode()).isEqualTo(422);
      assertThat(response.body())
          .contains("dnsConfig.ttl")
          .contains(Long.toString(refused))
          .contains("[0, " + TTL_MAX + "]");
    }
    assertThat(contoso.answer("ttl.tm.example", Type.A)).isEqualTo(greatest);
  }

  @Test
  void theCaseOfANameIsIgnoredAndEchoed() throws Exception {
    contoso.put("contoso", contoso.profile("Priority", 30, 9));
    Message response = contoso.ask("CoNtOsO.tm.example", Type.A);
    assertThat(response.getQuestion().getName()).hasToString("CoNtOsO.tm.example.");
    assertThat(DnsClient.answer(response))
        .containsExactly("CoNtOsO.tm.example. 30 IN CNAME contoso-us.cloudapp.example.");
  }

  @Test
  void theMethodCanBeSwitchedAndHoldsForEveryClientAtOnce() throws Exception {
    contoso.put("switched", contoso.profile("Weighted", 30, 9));
    contoso.patch("switched", "{\"trafficRoutingMethod\": \"Priority\"}");
    Map<String, Integer> priority = new HashMap<>();
    for (String network : List.of("198.51.100.0", "203.0.113.0", "192.0.2.0")) {
      for (String client : List.of("127.0.0.1", "127.0.0.9")) {
        Message response =
            DnsClient.exchange(
                client, contoso.dns(), DnsClient.query("switched.tm.example", Type.A, network, 24));
        assertThat(scope(response)).as("no client is looked at").isZero();
        priority.merge(target(response), 1, Integer::sum);
      }
    }
    assertThat(priority).isEqualTo(Map.of("contoso-us.cloudapp.example.", 6));

    contoso.patch("switched", "{\"trafficRoutingMethod\": \"Weighted\"}");
    Map<String, Integer> weighted = drawn("switched.tm.example", 3_000);
    assertThat(weighted).hasSize(3);
    // A standard deviation is 26: six of them.
    assertThat(weighted.values())
        .allSatisfy(count -> assertThat(count).isBetween(1_000 - 155, 1_000 + 155));
  }

  @Test
  void aClientIsNotKeptWhereItWas() throws Exception {
    contoso.put("loose", contoso.profile("Weighted", 30, 9));
    assertThat(drawn("loose.tm.example", 100))
        .hasSizeGreaterThan(1)
        .allSatisfy((target, count) -> assertThat(target).endsWith(".cloudapp.example."));
  }

  /** Asks one after the other for the same client, and counts what each answer leads to. */
  private static Map<String, Integer> drawn(String name, int queries) throws Exception {
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < queries; i++) {
      Message response = contoso.ask(name, Type.A);
      assertThat(response.getSection(Section.ANSWER)).hasSize(1);
      assertThat(response.getSection(Section.ADDITIONAL)).isEmpty();
      seen.merge(target(response), 1, Integer::sum);
    }
    return seen;
  }

  private static String target(Message response) {
    return response.getSection(Section.ANSWER).getFirst().rdataToString();
  }

  private static int scope(Message response) {
    return ((ClientSubnetOption)
            response.getOPT().getOptions(EDNSOption.Code.CLIENT_SUBNET).getFirst())
        .getScopePrefixLength();
  }

  @Test
  void weightedAndMultiValueLookAtNoClientEither() throws Exception {
    for (String method : List.of("Weighted", "MultiValue")) {
      String profile = method.toLowerCase(Locale.ROOT);
      contoso.put(profile, alwaysServed(method, 30, "192.0.2.1", "192.0.2.2"));
      Message response =
          DnsClient.exchange(
              contoso.dns(), DnsClient.query(profile + ".tm.example", Type.A, "198.51.100.0", 24));
      assertThat(scope(response)).as(method).isZero();
    }
  }
}

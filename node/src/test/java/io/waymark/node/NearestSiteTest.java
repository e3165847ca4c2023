package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.node.dns.DnsCounter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A company's clients are led to the site that is nearest to them, whichever node is asked. */
final class NearestSiteTest {
  private static final String PROFILE = "contoso";

  @TempDir static Path data;

  private static Contoso contoso;

  @BeforeAll
  static void start() throws Exception {
    contoso = Contoso.startFleet(data, Places.write(data));
  }

  @AfterAll
  static void stop() {
    if (contoso != null) {
      contoso.close();
    }
  }

  @BeforeEach
  void recover() {
    contoso.sites.allAnswer(200);
  }

  @AfterEach
  void forget() throws Exception {
    contoso.delete(PROFILE);
  }

  /** All three sites are healthy, and one failure in a row is tolerated. */
  private static void publish() throws Exception {
    contoso.put(PROFILE, contoso.located("Performance", 30, 1));
    contoso.awaitOnline(PROFILE);
  }

  private static void assertLeads(String network, String expected) throws IOException {
    for (RunningNode node : contoso.nodes) {
      assertThat(Contoso.leads(node, PROFILE, network)).isEqualTo(expected);
    }
  }

  private static void awaitLeads(String network, String expected) {
    for (RunningNode node : contoso.nodes) {
      RunningNode.await(
          "clients of " + network + " are led to " + expected,
          () -> {
            try {
              return Contoso.leads(node, PROFILE, network).equals(expected);
            } catch (IOException e) {
              return false;
            }
          });
    }
  }

  @Test
  void everyNodeLeadsFromTheVanityNameToTheNearestSiteInEightSteps(@TempDir Path resolvers)
      throws Exception {
    // Before the first success: nobody knows, and answers go out all the same.
    contoso.sites.allAnswer(503);
    contoso.put(PROFILE, contoso.located("Performance", 30, 9));
    contoso.awaitStatuses(
        PROFILE, "CheckingEndpoints", "CheckingEndpoint", "CheckingEndpoint", "CheckingEndpoint");
    assertLeads(Places.AMERICA, "us/24");
    contoso.sites.allAnswer(200);
    contoso.awaitOnline(PROFILE);
    for (int i = 0; i < contoso.nodes.size(); i++) {
      Path directory = Files.createDirectory(resolvers.resolve(RunningFleet.NAMES.get(i)));
      takeTheEightSteps(contoso.nodes.get(i), directory);
    }
  }

  private static void takeTheEightSteps(RunningNode node, Path directory) throws Exception {
    try (TestAuthority others = Contoso.authority();
        Unbound resolver =
            Unbound.start(
                directory,
                Map.of(
                    "tm.example", Contoso.dns(node),
                    "contoso.example", others.address(),
                    "cloudapp.example", others.address()))) {
      // 1 to 3: the resolver asks everybody once, and us once.
      long before = Contoso.queries(node);
      Dig consolidated = visitFrom("198.51.100.7", resolver);
      assertThat(Contoso.queries(node) - before).isEqualTo(1);
      // 2 and 6: what it asked the other name servers.
      assertThat(others.questions())
          .containsExactly("partners.contoso.example. A", "contoso-us.cloudapp.example. A");
      assertThat(Dig.ask(Contoso.dns(node), "tm.example", "NS").answer()).hasSize(1);
      assertThat(Dig.ask(Contoso.dns(node), "tm.example", "SOA").answer()).hasSize(1);

      // 4 and 5: what we answered.
      assertAnswersOneAlias(node);

      // 7: what the client got.
      assertThat(consolidated.rcode()).isEqualTo("NOERROR");
      assertThat(consolidated.answer())
          .satisfiesExactly(
              first ->
                  assertThat(first)
                      .isEqualTo("partners.contoso.example. 300 IN CNAME contoso.tm.example."),
              middle ->
                  assertThat(middle)
                      .matches(
                          "contoso.tm.example. ([12]?[0-9]|30) IN CNAME"
                              + " contoso-us.cloudapp.example."),
              last -> assertThat(last).matches("contoso-us.cloudapp.example. \\d+ IN A 127.0.0.2"));

      // 8: the client goes to the site directly.
      assertGetsThePage(consolidated, "us");
      assertThat(node.node.dataPlane().count(DnsCounter.QUERIES_TCP)).isZero();

      assertIsRepeatedToOneNetworkAlone(node, resolver);
    }
  }

  private static Dig visitFrom(String client, Unbound resolver) throws Exception {
    return Dig.ask(
        resolver.address(), "partners.contoso.example", "A", "+subnet=" + client + "/32");
  }

  private static void assertAnswersOneAlias(RunningNode node) throws Exception {
    Dig reply =
        Dig.ask(Contoso.dns(node), Contoso.NAME, "A", "+norec", "+subnet=" + Places.AMERICA);
    assertThat(reply)
        .isEqualTo(
            new Dig(
                "NOERROR",
                List.of("qr", "aa"),
                List.of(Contoso.leadsTo("us", 30)),
                List.of(),
                Places.AMERICA + "/24"));
  }

  private static void assertGetsThePage(Dig reply, String site) throws IOException {
    String last = reply.answer().getLast();
    Sites.Visit visit =
        contoso.sites.visit(
            last.substring(last.lastIndexOf(' ') + 1), "partners.contoso.example", "/login.aspx");
    assertThat(visit.statusLine()).isEqualTo("HTTP/1.1 200 OK");
    assertThat(visit.text()).isEqualTo("the site in " + site);
    assertThat(contoso.sites.requests())
        .contains(
            new Sites.Request(
                site, visit.client(), "partners.contoso.example", "/login.aspx", 200));
  }

  /** A resolver keeps our answer for the clients it is good for, and asks again for others. */
  private static void assertIsRepeatedToOneNetworkAlone(RunningNode node, Unbound resolver)
      throws Exception {
    long before = Contoso.queries(node);
    assertGetsThePage(visitFrom("198.51.100.200", resolver), "us");
    assertThat(Contoso.queries(node)).isEqualTo(before);
    assertGetsThePage(visitFrom("203.0.113.7", resolver), "eu");
    assertGetsThePage(visitFrom("192.0.2.7", resolver), "asia");
    assertThat(Contoso.queries(node)).isEqualTo(before + 2);
  }

  @Test
  void everyNodeLeadsEachNetworkToItsOwnSiteAndWhereNoneIsNamedTheResolver() throws Exception {
    publish();
    assertLeads(Places.AMERICA, "us/24");
    assertLeads(Places.EUROPE, "eu/24");
    assertLeads(Places.ASIA, "asia/24");
    for (RunningNode node : contoso.nodes) {
      assertThat(askFrom("127.0.0.9", node, "+edns=0")).containsExactly(Contoso.leadsTo("eu", 30));
      assertThat(askFrom("127.0.0.10", node, "+edns=0"))
          .containsExactly(Contoso.leadsTo("asia", 30));
      assertThat(askFrom("127.0.0.10", node, "+noedns"))
          .containsExactly(Contoso.leadsTo("asia", 30));
      assertThat(askFrom("127.0.0.10", node, "+subnet=" + Places.EUROPE))
          .as("the client counts instead of its resolver")
          .containsExactly(Contoso.leadsTo("eu", 30));
      assertThat(askFrom("127.0.0.10", node, "+subnet=0"))
          .as("the client wants nothing told of itself")
          .containsExactly(Contoso.leadsTo("asia", 30));
    }
  }

  private static List<String> askFrom(String source, RunningNode node, String option)
      throws Exception {
    return Dig.ask(Contoso.dns(node), "-b", source, Contoso.NAME, "A", "+norec", option).answer();
  }

  @Test
  void aDisabledSiteIsLeftOutAndLeadsAgainAtOnceWhenItIsEnabled() throws Exception {
    publish();
    contoso.patch(PROFILE + "/endpoints/us", "{\"endpointStatus\": \"Disabled\"}");
    assertLeads(Places.AMERICA, "eu/24");
    contoso.awaitStatuses(PROFILE, "Online", "Disabled", "Online", "Online");
    // What was under way ends within its timeout, which is the time between two probes of another.
    awaitProbes("eu", 6);
    long before = contoso.sites.probes("us", 200);
    awaitProbes("eu", 6);
    assertThat(contoso.sites.probes("us", 200)).isEqualTo(before);

    contoso.patch(PROFILE + "/endpoints/us", "{\"endpointStatus\": \"Enabled\"}");
    assertLeads(Places.AMERICA, "us/24");
    contoso.awaitOnline(PROFILE);
    RunningNode.await("us is probed again", () -> contoso.sites.probes("us", 200) > before);
  }

  private static void awaitProbes(String site, int more) {
    long before = contoso.sites.probes(site, 200);
    RunningNode.await(site + " is probed", () -> contoso.sites.probes(site, 200) >= before + more);
  }

  @Test
  void aFailingSiteIsLeftOutOnceTwoOfThreeNodesSawItFailTwiceUntilItAnswersAgain()
      throws Exception {
    publish();
    contoso.sites.answer("us", 503);
    RunningNode.await(
        "us is degraded",
        () -> Contoso.statuses(contoso.running, PROFILE).containsValue("Degraded"));
    assertThat(contoso.sites.probes("us", 503)).isGreaterThanOrEqualTo(4);
    contoso.awaitStatuses(PROFILE, "Degraded", "Degraded", "Online", "Online");
    awaitLeads(Places.AMERICA, "eu/24");
    assertLeads(Places.EUROPE, "eu/24");
    assertLeads(Places.ASIA, "asia/24");

    contoso.sites.answer("us", 200);
    contoso.awaitOnline(PROFILE);
    awaitLeads(Places.AMERICA, "us/24");
  }

  @Test
  void redirectsAndEmptyPagesAreFailuresUnlessTheyAreExpected() throws Exception {
    publish();
    contoso.sites.answer("us", 301);
    contoso.awaitStatuses(PROFILE, "Degraded", "Degraded", "Online", "Online");
    awaitLeads(Places.AMERICA, "eu/24");
    contoso.sites.answer("us", 204);
    RunningNode.await("all nodes saw it", () -> contoso.sites.probes("us", 204) >= 6);
    contoso.awaitStatuses(PROFILE, "Degraded", "Degraded", "Online", "Online");
    assertLeads(Places.AMERICA, "eu/24");

    contoso.patch(
        PROFILE,
        """
        {"monitorConfig": {"expectedStatusCodeRanges": [{"min": 200, "max": 200},
                                                        {"min": 204, "max": 204}]}}
        """);
    contoso.awaitOnline(PROFILE);
    awaitLeads(Places.AMERICA, "us/24");
  }

  @Test
  void theNearestSiteLeadsWhenAllFail() throws Exception {
    publish();
    contoso.sites.allAnswer(503);
    contoso.awaitStatuses(PROFILE, "Degraded", "Degraded", "Degraded", "Degraded");
    awaitLeads(Places.AMERICA, "us/24");
    awaitLeads(Places.EUROPE, "eu/24");
    awaitLeads(Places.ASIA, "asia/24");
  }
}

package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.node.dns.DnsCounter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The way of a client from a vanity name to a site, through a real recursive resolver. */
final class ResolutionTest {
  @TempDir static Path data;
  @TempDir Path resolverDirectory;

  private static Contoso contoso;
  private TestAuthority others;
  private Unbound resolver;

  @BeforeAll
  static void startNode() throws Exception {
    contoso = Contoso.start(data);
  }

  @AfterAll
  static void stopNode() {
    if (contoso != null) {
      contoso.close();
    }
  }

  @BeforeEach
  void startResolver() throws Exception {
    contoso.sites.allAnswer(200);
    others = Contoso.authority();
    resolver =
        Unbound.start(
            resolverDirectory,
            Map.of(
                "tm.example", contoso.dns(),
                "contoso.example", others.address(),
                "cloudapp.example", others.address()));
  }

  @AfterEach
  void stopResolver() {
    if (resolver != null) {
      resolver.close();
    }
    if (others != null) {
      others.close();
    }
  }

  @Test
  void leadsFromTheVanityNameToTheFirstSiteInEightSteps() throws Exception {
    // Before the first success: nobody knows, and answers go out all the same.
    contoso.sites.allAnswer(503);
    contoso.put("contoso", contoso.profile("Priority", 30, 9));
    assertThat(contoso.statuses("contoso"))
        .isEqualTo(
            Map.of(
                "profile", "CheckingEndpoints",
                "us", "CheckingEndpoint",
                "eu", "CheckingEndpoint",
                "asia", "CheckingEndpoint"));
    assertThat(contoso.answer(Contoso.NAME, Type.A)).containsExactly(Contoso.leadsTo("us", 30));
    contoso.sites.allAnswer(200);
    contoso.awaitOnline("contoso");

    // 1 to 3: the resolver asks everybody once, and us once.
    long before = contoso.queries();
    Message consolidated = resolver.ask("partners.contoso.example", Type.A);
    assertThat(contoso.queries() - before).isEqualTo(1);
    // 2 and 6: what it asked the other name servers.
    assertThat(others.questions())
        .containsExactly("partners.contoso.example. A", "contoso-us.cloudapp.example. A");
    assertThat(contoso.answer("tm.example", Type.NS)).hasSize(1);
    assertThat(contoso.answer("tm.example", Type.SOA)).hasSize(1);

    // 4 and 5: what we answered.
    assertAnswersOneAlias();

    // 7: what the client got.
    assertThat(consolidated.getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(DnsClient.answer(consolidated))
        .satisfiesExactly(
            first ->
                assertThat(first).isEqualTo("partners.contoso.example. 300 IN CNAME " + dotted()),
            second ->
                assertThat(second)
                    .startsWith(dotted())
                    .endsWith("IN CNAME contoso-us.cloudapp.example."),
            third -> assertThat(third).isEqualTo("contoso-us.cloudapp.example. 60 IN A 127.0.0.2"));
    assertThat(consolidated.getSection(Section.ANSWER).get(1).getTTL()).isBetween(0L, 30L);

    // 8: the client connects to the site itself.
    String address = consolidated.getSection(Section.ANSWER).getLast().rdataToString();
    Sites.Visit visit = contoso.sites.visit(address, "partners.contoso.example", "/login.aspx");
    assertThat(visit.statusLine()).isEqualTo("HTTP/1.1 200 OK");
    assertThat(visit.text()).isEqualTo("the site in us");
    assertThat(contoso.sites.requests())
        .contains(
            new Sites.Request(
                "us", visit.client(), "partners.contoso.example", "/login.aspx", 200));
    assertThat(contoso.running.node.dataPlane().count(DnsCounter.QUERIES_TCP)).isZero();
  }

  private static String dotted() {
    return Contoso.NAME + ".";
  }

  private void assertAnswersOneAlias() throws Exception {
    Message response =
        DnsClient.exchange(
            contoso.dns(), DnsClient.query(Contoso.NAME, Type.A, "198.51.100.0", 24));
    assertThat(response.getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(response.getHeader().getFlag(Flags.AA)).isTrue();
    assertThat(response.getHeader().getFlag(Flags.RA)).isFalse();
    assertThat(DnsClient.answer(response)).containsExactly(Contoso.leadsTo("us", 30));
    assertThat(response.getSection(Section.AUTHORITY)).isEmpty();
    assertThat(response.getSection(Section.ADDITIONAL)).as("OPT alone").hasSize(1);
    ClientSubnetOption subnet =
        (ClientSubnetOption) response.getOPT().getOptions(EDNSOption.Code.CLIENT_SUBNET).getFirst();
    assertThat(subnet.getAddress().getHostAddress()).isEqualTo("198.51.100.0");
    assertThat(subnet.getSourcePrefixLength()).isEqualTo(24);
  }

  @Test
  void isNotRepeatedWithinTheTtl() throws Exception {
    contoso.put("lasting", contoso.profile("Priority", 300, 1));
    List<String> first = resolver.addresses("lasting.contoso.example");
    assertThat(first)
        .containsExactly("lasting.tm.example.", "contoso-us.cloudapp.example.", "127.0.0.2");
    long before = contoso.queries();
    for (int i = 0; i < 10; i++) {
      assertThat(resolver.addresses("lasting.contoso.example")).isEqualTo(first);
    }
    assertThat(contoso.queries()).isEqualTo(before);
  }

  @Test
  void isRepeatedOnceTheTtlHasPassedAndFindsAnotherSiteThen() throws Exception {
    contoso.put("brief", contoso.profile("Priority", 1, 2));
    contoso.awaitOnline("brief");
    awaitSite("127.0.0.2");
    long before = contoso.queries();
    RunningNode.await(
        "the resolver asks again",
        () ->
            resolver.addresses("brief.contoso.example").contains("127.0.0.2")
                && contoso.queries() > before);
    contoso.sites.answer("us", 503);
    awaitSite("127.0.0.3");
  }

  private void awaitSite(String address) {
    RunningNode.await(
        "the client is led to " + address,
        () -> resolver.addresses("brief.contoso.example").contains(address));
  }

  @Test
  void remembersForTheNegativeTtlThatThereIsNothing() {
    Message first = resolver.ask("nope.tm.example", Type.A);
    assertThat(first.getRcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(first.getSection(Section.AUTHORITY).getFirst().getTTL()).isBetween(0L, 30L);
    long before = contoso.queries();
    assertThat(resolver.ask("nope.tm.example", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(contoso.queries()).isEqualTo(before);
  }
}

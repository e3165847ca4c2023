package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What is left of a profile when it or its endpoints are switched off. */
final class SwitchedOffTest {
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

  @Test
  void aDisabledProfileDoesNotExistInTheDns() throws Exception {
    contoso.put("closed", contoso.profile("Priority", 1, 9));
    contoso.awaitOnline("closed");
    contoso.patch("closed", "{\"profileStatus\": \"Disabled\"}");
    for (int type : new int[] {Type.A, Type.AAAA, Type.CNAME, Type.ANY}) {
      assertDoesNotExist(contoso.ask("closed.tm.example", type));
    }
    assertThat(contoso.statuses("closed"))
        .isEqualTo(
            Map.of("profile", "Disabled", "us", "Inactive", "eu", "Inactive", "asia", "Inactive"));
    contoso.patch("closed/endpoints/eu", "{\"endpointStatus\": \"Disabled\"}");
    assertThat(contoso.statuses("closed")).containsEntry("eu", "Disabled");
    contoso.patch("closed", "{\"profileStatus\": \"Enabled\"}");
    assertThat(contoso.answer("closed.tm.example", Type.A))
        .containsExactly("closed.tm.example. 1 IN CNAME contoso-us.cloudapp.example.");
    contoso.awaitStatus("closed", "profile", "Online");
  }

  @Test
  void aProfileWithoutEnabledEndpointsDoesNotExistInTheDns() throws Exception {
    contoso.put("empty", contoso.profile("Priority", 1, 9));
    for (String site : Sites.NAMES) {
      assertThat(contoso.answer("empty.tm.example", Type.A))
          .containsExactly("empty.tm.example. 1 IN CNAME contoso-" + site + ".cloudapp.example.");
      contoso.patch("empty/endpoints/" + site, "{\"endpointStatus\": \"Disabled\"}");
    }
    assertDoesNotExist(contoso.ask("empty.tm.example", Type.A));
    assertThat(contoso.statuses("empty"))
        .isEqualTo(
            Map.of("profile", "Inactive", "us", "Disabled", "eu", "Disabled", "asia", "Disabled"));
  }

  @Test
  void anUnknownNameDoesNotExistInTheDns() throws Exception {
    assertDoesNotExist(contoso.ask("nope.tm.example", Type.A));
  }

  private static void assertDoesNotExist(Message response) {
    assertThat(response.getRcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(response.getSection(Section.ANSWER)).isEmpty();
    SOARecord soa = (SOARecord) response.getSection(Section.AUTHORITY).getFirst();
    assertThat(soa.getName()).hasToString("tm.example.");
    assertThat(soa.getTTL()).isEqualTo(30);
    assertThat(soa.getMinimum()).isEqualTo(30);
  }

  @Test
  void aDisabledEndpointIsAsGoodAsAbsent() throws Exception {
    contoso.put("part", contoso.profile("Weighted", 1, 9));
    contoso.awaitOnline("part");
    contoso.patch("part/endpoints/us", "{\"endpointStatus\": \"Disabled\"}");
    contoso.awaitStatuses("part", "Online", "Disabled", "Online", "Online");
    assertThat(drawn("part.tm.example"))
        .containsExactlyInAnyOrder(
            "part.tm.example. 1 IN CNAME contoso-eu.cloudapp.example.",
            "part.tm.example. 1 IN CNAME contoso-asia.cloudapp.example.");
    contoso.patch("part/endpoints/us", "{\"endpointStatus\": \"Enabled\"}");
    assertThat(drawn("part.tm.example"))
        .contains("part.tm.example. 1 IN CNAME contoso-us.cloudapp.example.");
  }

  /** All the answers that two hundred queries get. */
  private static Set<String> drawn(String name) throws Exception {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      seen.addAll(contoso.answer(name, Type.A));
    }
    return seen;
  }

  @Test
  void aDisabledEndpointIsNotProbed() throws Exception {
    contoso.put("quiet", contoso.profile("Priority", 1, 9).replace("/health", "/quiet"));
    contoso.awaitOnline("quiet");
    contoso.patch("quiet/endpoints/us", "{\"endpointStatus\": \"Disabled\"}");
    // What was under way ends within its timeout, which is the time between two probes of another.
    awaitProbes("eu", 2);
    long before = probes("us");
    awaitProbes("eu", 2);
    assertThat(probes("us")).isEqualTo(before);
    contoso.patch("quiet/endpoints/us", "{\"endpointStatus\": \"Enabled\"}");
    RunningNode.await("us is probed again", () -> probes("us") > before);
  }

  private static void awaitProbes(String site, int more) {
    long before = probes(site);
    RunningNode.await(site + " is probed", () -> probes(site) >= before + more);
  }

  private static long probes(String site) {
    return contoso.sites.requests().stream()
        .filter(one -> one.site().equals(site) && one.path().equals("/quiet"))
        .count();
  }
}

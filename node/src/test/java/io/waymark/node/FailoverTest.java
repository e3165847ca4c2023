package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/** What clients are told while sites fail and recover. */
final class FailoverTest {
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

  @BeforeEach
  void recover() {
    contoso.sites.allAnswer(200);
  }

  @Test
  void leadsToTheNextSiteWhileTheFirstFailsAndToTheFirstWhenAllDo() throws Exception {
    contoso.put("contoso", contoso.profile("Priority", 1, 1));
    contoso.awaitOnline("contoso");
    awaitLeadsTo("us");

    contoso.sites.answer("us", 503);
    contoso.awaitStatus("contoso", "us", "Degraded");
    assertThat(contoso.sites.probes("us", 503)).as("one failure is tolerated").isGreaterThan(1);
    awaitLeadsTo("eu");
    contoso.awaitStatuses("contoso", "Degraded", "Degraded", "Online", "Online");

    contoso.sites.answer("us", 200);
    contoso.awaitOnline("contoso");
    awaitLeadsTo("us");

    contoso.sites.allAnswer(503);
    contoso.awaitStatuses("contoso", "Degraded", "Degraded", "Degraded", "Degraded");
    awaitLeadsTo("us");

    contoso.sites.answer("asia", 200);
    contoso.awaitStatus("contoso", "asia", "Online");
    awaitLeadsTo("asia");
  }

  private static void awaitLeadsTo(String site) {
    String expected = "contoso-" + site + ".cloudapp.example.";
    contoso.running.awaitAnswer(Contoso.NAME, expected);
  }

  @Test
  void takesRedirectsAndEmptyPagesForFailuresUnlessTheyAreExpected() throws Exception {
    contoso.sites.answer("eu", 301);
    contoso.sites.answer("asia", 204);
    contoso.put("codes", contoso.profile("Priority", 1, 0));
    contoso.awaitStatus("codes", "us", "Online");
    contoso.awaitStatus("codes", "eu", "Degraded");
    contoso.awaitStatus("codes", "asia", "Degraded");
    awaitReason("eu", "status 301, expected 200");
    awaitReason("asia", "status 204, expected 200");
    contoso.patch(
        "codes",
        """
        {"monitorConfig": {"expectedStatusCodeRanges": [{"min": 200, "max": 200},
                                                        {"min": 204, "max": 204}]}}
        """);
    contoso.awaitStatus("codes", "asia", "Online");
    contoso.awaitStatus("codes", "eu", "Degraded");
    assertThat(contoso.sites.requests())
        .as("no redirect is followed")
        .extracting(Sites.Request::path)
        .containsOnly("/health");
  }

  private static void awaitReason(String site, String reason) {
    RunningNode.await(
        site + " fails because of " + reason,
        () -> {
          try {
            return contoso
                .get("codes/health")
                .at("/endpoints/" + Sites.NAMES.indexOf(site) + "/votes/0/reason")
                .asText()
                .equals(reason);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void alwaysLeadsToASiteThatIsAlwaysServed() throws Exception {
    contoso.sites.allAnswer(503);
    contoso.put("always", contoso.profile("Priority", 1, 0));
    contoso.patch("always/endpoints/eu", "{\"alwaysServe\": \"Enabled\"}");
    contoso.awaitStatus("always", "us", "Degraded");
    contoso.awaitStatus("always", "asia", "Degraded");
    assertThat(contoso.statuses("always")).containsEntry("eu", "Unmonitored");
    contoso.running.awaitAnswer("always.tm.example", "contoso-eu.cloudapp.example.");

    contoso.patch("always/endpoints/eu", "{\"endpointStatus\": \"Disabled\"}");
    assertThat(contoso.statuses("always")).containsEntry("eu", "Disabled");
    contoso.running.awaitAnswer("always.tm.example", "contoso-us.cloudapp.example.");
    contoso.patch("always/endpoints/eu", "{\"endpointStatus\": \"Enabled\"}");
    assertThat(contoso.get("always").at("/endpoints/1/alwaysServe").asText()).isEqualTo("Enabled");
    assertThat(contoso.statuses("always")).containsEntry("eu", "Unmonitored");
    contoso.running.awaitAnswer("always.tm.example", "contoso-eu.cloudapp.example.");
  }

  @Test
  void servesASiteThatNoProbeHasReachedYet() throws Exception {
    contoso.sites.allAnswer(503);
    contoso.put("new", contoso.profile("Priority", 1, 9));
    assertThat(contoso.statuses("new")).containsEntry("us", "CheckingEndpoint");
    assertThat(contoso.answer("new.tm.example", Type.A))
        .isEqualTo(List.of("new.tm.example. 1 IN CNAME contoso-us.cloudapp.example."));
  }
}

package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.node.settings.NodeSettings;
import io.waymark.protocol.net.Prefix;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/** Whom a node sends where, by the network that the question is for. */
final class ByClientTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String AMERICA = Places.AMERICA;
  private static final String EUROPE = Places.EUROPE;
  private static final String ASIA = Places.ASIA;

  @TempDir static Path data;

  private static Contoso contoso;

  @BeforeAll
  static void start() throws Exception {
    contoso = Contoso.start(data, Places.write(data));
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

  /** Endpoints that are always served: {@code name}, {@code target} and more properties each. */
  private static String always(String method, String... endpoints) {
    StringBuilder list = new StringBuilder();
    for (String endpoint : endpoints) {
      list.append(list.isEmpty() ? "" : ", ")
          .append("{\"alwaysServe\": \"Enabled\", ")
          .append(endpoint)
          .append('}');
    }
    return "{\"trafficRoutingMethod\": \"%s\", \"endpoints\": [%s]}".formatted(method, list);
  }

  private static Message ask(String name, String network) throws IOException {
    Prefix prefix = Prefix.parse(network);
    return DnsClient.exchange(
        contoso.dns(),
        DnsClient.query(
            name + ".tm.example", Type.A, prefix.address().toString(), prefix.length()));
  }

  private static String answer(String name, String network) throws IOException {
    return Contoso.leads(contoso.running, name, network);
  }

  private static void awaitAnswer(String name, String network, String expected) {
    RunningNode.await(
        name + " answers " + expected + " to " + network,
        () -> {
          try {
            return answer(name, network).equals(expected);
          } catch (IOException e) {
            return false;
          }
        });
  }

  @Test
  void performanceSendsEachNetworkToItsNearestSiteAndToTheNextWhileThatFails() throws Exception {
    contoso.put("fast", contoso.located("Performance", 30, 1));
    contoso.awaitOnline("fast");
    assertThat(answer("fast", AMERICA)).isEqualTo("us/24");
    assertThat(answer("fast", EUROPE)).isEqualTo("eu/24");
    assertThat(answer("fast", ASIA)).isEqualTo("asia/24");
    assertThat(DnsClient.answer(ask("fast", AMERICA)))
        .containsExactly("fast.tm.example. 30 IN CNAME contoso-us.cloudapp.example.");

    contoso.patch("fast/endpoints/us", "{\"endpointStatus\": \"Disabled\"}");
    awaitAnswer("fast", AMERICA, "eu/24");
    contoso.awaitStatuses("fast", "Online", "Disabled", "Online", "Online");
    contoso.patch("fast/endpoints/us", "{\"endpointStatus\": \"Enabled\"}");
    awaitAnswer("fast", AMERICA, "us/24");
    contoso.awaitOnline("fast");

    contoso.sites.answer("us", 503);
    contoso.awaitStatuses("fast", "Degraded", "Degraded", "Online", "Online");
    awaitAnswer("fast", AMERICA, "eu/24");
    contoso.sites.allAnswer(503);
    contoso.awaitStatuses("fast", "Degraded", "Degraded", "Degraded", "Degraded");
    awaitAnswer("fast", AMERICA, "us/24");
    contoso.sites.answer("asia", 200);
    awaitAnswer("fast", AMERICA, "asia/24");
    contoso.sites.allAnswer(200);
    awaitAnswer("fast", AMERICA, "us/24");
  }

  @Test
  void geographicGoesByThePlaceAndItsDataNeverAnswerForMoreThanTheyHold() throws Exception {
    contoso.put(
        "geo",
        always(
            "Geographic",
            "\"name\": \"w\", \"target\": \"192.0.2.1\", \"geoMapping\": [\"WORLD\"]",
            "\"name\": \"e\", \"target\": \"192.0.2.2\", \"geoMapping\": [\"GEO-EU\", \"US-WA\"]",
            "\"name\": \"i\", \"target\": \"192.0.2.3\", \"geoMapping\": [\"IE\", \"GEO-ME\"]"));
    assertThat(answer("geo", AMERICA)).isEqualTo("192.0.2.2/24");
    assertThat(answer("geo", EUROPE)).isEqualTo("192.0.2.2/24");
    assertThat(answer("geo", "2001:db8:1::/48")).isEqualTo("192.0.2.3/32");
    assertThat(answer("geo", "10.200.0.0/24")).isEqualTo("192.0.2.2/9");
    assertThat(answer("geo", "10.6.0.0/24")).isEqualTo("192.0.2.2/16");
    assertThat(answer("geo", "10.7.0.0/24")).isEqualTo("192.0.2.3/16");
    assertThat(answer("geo", ASIA)).startsWith("192.0.2.1/");
    contoso.patch("geo/endpoints/w", "{\"endpointStatus\": \"Disabled\"}");
    awaitAnswer("geo", ASIA, "NODATA" + answer("geo", ASIA).replaceAll(".*/", "/"));
  }

  @Test
  void geographicKeepsToTheSiteThatFails() throws Exception {
    String document = contoso.profile("Geographic", 30, 0);
    document = document.replace("{\"name\": \"us\"", "{\"name\": \"us\", \"geoMapping\": [\"US\"]");
    document = document.replace("{\"name\": \"eu\"", "{\"name\": \"eu\", \"geoMapping\": [\"ES\"]");
    document =
        document.replace("{\"name\": \"asia\"", "{\"name\": \"asia\", \"geoMapping\": [\"WORLD\"]");
    contoso.put("bound", document);
    contoso.awaitOnline("bound");
    contoso.sites.answer("eu", 503);
    contoso.awaitStatuses("bound", "Degraded", "Online", "Degraded", "Online");
    assertThat(answer("bound", EUROPE)).isEqualTo("eu/24");
    contoso.patch("bound/endpoints/eu", "{\"endpointStatus\": \"Disabled\"}");
    awaitAnswer("bound", EUROPE, "asia/24");
  }

  @Test
  void subnetGoesByTheClientSubnetElseByWhereTheQuestionComesFrom() throws Exception {
    contoso.put(
        "lan",
        always(
            "Subnet",
            "\"name\": \"a\", \"target\": \"192.0.2.1\","
                + " \"subnets\": [{\"first\": \"198.51.100.0\", \"scope\": 25}]",
            "\"name\": \"b\", \"target\": \"192.0.2.2\","
                + " \"subnets\": [{\"first\": \"127.0.0.9\", \"last\": \"127.0.0.10\"}]",
            "\"name\": \"c\", \"target\": \"192.0.2.3\""));
    assertThat(answer("lan", "198.51.100.0/25")).isEqualTo("192.0.2.1/25");
    assertThat(answer("lan", "198.51.100.128/25")).isEqualTo("192.0.2.3/25");
    assertThat(answer("lan", "203.0.113.0/24")).isEqualTo("192.0.2.3/5");
    String name = "lan.tm.example";
    assertThat(Contoso.target(from("127.0.0.9", DnsClient.query(name, Type.A))))
        .isEqualTo("192.0.2.2");
    assertThat(Contoso.target(from("127.0.0.11", DnsClient.query(name, Type.A))))
        .isEqualTo("192.0.2.3");
    assertThat(Contoso.target(from("127.0.0.9", DnsClient.query(name, Type.A, "198.51.100.0", 25))))
        .as("the client subnet counts instead of the source")
        .isEqualTo("192.0.2.1");
    Message optedOut = from("127.0.0.9", DnsClient.query(name, Type.A, "0.0.0.0", 0));
    assertThat(Contoso.target(optedOut))
        .as("a client that tells nothing of itself")
        .isEqualTo("192.0.2.2");
    assertThat(DnsClient.scope(optedOut)).isZero();
    contoso.patch("lan/endpoints/c", "{\"endpointStatus\": \"Disabled\"}");
    awaitAnswer("lan", "203.0.113.0/24", "NODATA/5");
  }

  private static Message from(String source, Message query) throws IOException {
    return DnsClient.exchange(source, contoso.dns(), query);
  }

  @Test
  void rangesComeBeforePerformanceWhileTheirSiteIsHealthy() throws Exception {
    String document =
        contoso
            .located("Performance", 30, 0)
            .replace(
                "{\"name\": \"asia\"",
                "{\"name\": \"asia\", \"subnets\": [{\"first\": \"198.51.100.64\", \"scope\":"
                    + " 26}]");
    contoso.put("ranged", document);
    contoso.awaitOnline("ranged");
    assertThat(answer("ranged", "198.51.100.64/26")).isEqualTo("asia/26");
    assertThat(answer("ranged", "198.51.100.128/25")).isEqualTo("us/25");
    contoso.sites.answer("asia", 503);
    contoso.awaitStatus("ranged", "asia", "Degraded");
    awaitAnswer("ranged", "198.51.100.64/26", "us/26");
  }

  @Test
  void rangesComeBeforeGeographicWhateverTheHealthOfTheirSite() throws Exception {
    contoso.put(
        "mapped",
        contoso
            .profile("Geographic", 30, 0)
            .replace("{\"name\": \"us\"", "{\"name\": \"us\", \"geoMapping\": [\"WORLD\"]")
            .replace("{\"name\": \"eu\"", "{\"name\": \"eu\", \"geoMapping\": [\"ES\"]")
            .replace(
                "{\"name\": \"asia\"",
                "{\"name\": \"asia\", \"geoMapping\": [\"JP\"],"
                    + " \"subnets\": [{\"first\": \"203.0.113.64\", \"scope\": 26}]"));
    contoso.awaitOnline("mapped");
    assertThat(answer("mapped", "203.0.113.64/26")).isEqualTo("asia/26");
    assertThat(answer("mapped", "203.0.113.128/25")).isEqualTo("eu/25");
    contoso.sites.answer("asia", 503);
    contoso.awaitStatuses("mapped", "Degraded", "Online", "Online", "Degraded");
    assertThat(answer("mapped", "203.0.113.64/26")).isEqualTo("asia/26");
    contoso.patch("mapped/endpoints/asia", "{\"endpointStatus\": \"Disabled\"}");
    awaitAnswer("mapped", "203.0.113.64/26", "eu/24");
  }

  @Test
  void subnetLeavesTheClientsOfAFailingSiteToTheOneForAllOthers() throws Exception {
    contoso.put(
        "fence",
        contoso
            .profile("Subnet", 30, 0)
            .replace(
                "{\"name\": \"us\"",
                "{\"name\": \"us\", \"subnets\": [{\"first\": \"198.51.100.0\", \"scope\": 24}]")
            .replace(
                "{\"name\": \"eu\"",
                "{\"name\": \"eu\", \"subnets\": [{\"first\": \"203.0.113.0\", \"scope\": 24}]"));
    contoso.awaitOnline("fence");
    assertThat(answer("fence", AMERICA)).isEqualTo("us/24");
    assertThat(answer("fence", EUROPE)).isEqualTo("eu/24");
    assertThat(answer("fence", ASIA)).startsWith("asia/");

    contoso.sites.answer("us", 503);
    contoso.awaitStatus("fence", "us", "Degraded");
    awaitAnswer("fence", AMERICA, "asia/24");
    contoso.sites.answer("asia", 503);
    contoso.awaitStatuses("fence", "Degraded", "Degraded", "Online", "Degraded");
    awaitAnswer("fence", AMERICA, "NODATA/24");
    assertThat(answer("fence", EUROPE)).isEqualTo("eu/24");
    contoso.sites.allAnswer(503);
    contoso.awaitStatuses("fence", "Degraded", "Degraded", "Degraded", "Degraded");
    awaitAnswer("fence", AMERICA, "us/24");
    assertThat(answer("fence", ASIA)).startsWith("asia/");
  }

  @Test
  void anOverlapRefusesTheWholeProfile() throws Exception {
    String ranged = "\"subnets\": [{\"first\": \"198.51.100.0\", \"scope\": 24}]";
    String first = "\"name\": \"a\", \"target\": \"192.0.2.1\", " + ranged;
    contoso.put("whole", always("Subnet", first));
    String before = contoso.get("whole").toString();
    HttpResponse<String> refused =
        contoso.running.http(
            "PUT",
            "/v1/profiles/whole",
            always(
                "Subnet",
                first,
                "\"name\": \"b\", \"target\": \"192.0.2.2\","
                    + " \"subnets\": [{\"first\": \"198.51.100.9\"}]"));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(JSON.readTree(refused.body()).at("/violations/0/path").asText())
        .isEqualTo("endpoints[1].subnets[0]");
    assertThat(contoso.get("whole")).hasToString(before);
    assertThat(answer("whole", AMERICA)).isEqualTo("192.0.2.1/24");
  }

  @Test
  void explainsWhatTheDataSay() throws Exception {
    contoso.put(
        "told",
        always(
            "Performance",
            "\"name\": \"u\", \"target\": \"192.0.2.1\", \"endpointLocation\": \"us\"",
            "\"name\": \"e\", \"target\": \"192.0.2.2\", \"endpointLocation\": \"eu\""));
    JsonNode told =
        JSON.readTree(contoso.running.get("/v1/explain?name=told.tm.example&client=198.51.100.9"));
    assertThat(told.at("/answer/records/0").asText())
        .isEqualTo("told.tm.example. 30 IN A 192.0.2.1");
    assertThat(told.at("/answer/scope").asInt()).isEqualTo(24);
    JsonNode step = told.at("/steps/0");
    assertThat(step.path("prefix").asText()).isEqualTo(AMERICA);
    assertThat(step.path("scope").asInt()).isEqualTo(24);
    assertThat(step.path("rule").asText()).isEqualTo("us has the lowest latency, 20.0 ms");
    assertThat(step.at("/considered/1/name").asText()).isEqualTo("eu");
    assertThat(step.at("/considered/1/latencyMs").asDouble()).isEqualTo(90);
    assertThat(told.at("/candidates")).hasSize(1);
  }

  @Test
  void refusesARegionThatNobodyKnows() throws Exception {
    HttpResponse<String> refused =
        contoso.running.http(
            "PUT",
            "/v1/profiles/lost",
            always(
                "Performance",
                "\"name\": \"m\", \"target\": \"192.0.2.1\", \"endpointLocation\": \"mars\""));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(JSON.readTree(refused.body()).at("/violations/0/path").asText())
        .isEqualTo("endpoints[0].endpointLocation");
  }

  @Test
  void warnsOfClientsThatWouldGetNoAnswer() throws Exception {
    String document =
        always(
            "Geographic", "\"name\": \"s\", \"target\": \"192.0.2.1\", \"geoMapping\": [\"ES\"]");
    HttpResponse<String> reply = contoso.running.http("PUT", "/v1/profiles/lonely", document);
    JsonNode written = JSON.readTree(reply.body());
    assertThat(written.path("warnings"))
        .extracting(warning -> warning.path("path").asText())
        .containsExactly("endpoints[0].type", "endpoints");
    assertThat(contoso.running.http("PUT", "/v1/profiles/lonely", reply.body()).statusCode())
        .as("what was replied can be written again")
        .isEqualTo(200);
  }

  @Test
  void newDataCountFromTheMomentTheyAreLoaded(@TempDir Path own) throws Exception {
    Path regions = Files.copy(data.resolve("regions.conf"), own.resolve("regions.conf"));
    Path latencies = Files.writeString(own.resolve("latency.csv"), Places.LATENCIES);
    try (RunningNode node =
        new RunningNode(
            own, RunningNode.settings(own, new NodeSettings.Location(null, latencies, regions)))) {
      node.http(
          "PUT",
          "/v1/profiles/moving",
          always(
              "Performance",
              "\"name\": \"u\", \"target\": \"192.0.2.1\", \"endpointLocation\": \"us\"",
              "\"name\": \"e\", \"target\": \"192.0.2.2\", \"endpointLocation\": \"eu\""));
      node.http(
          "PUT",
          "/v1/profiles/above",
          "{\"trafficRoutingMethod\": \"Priority\", \"endpoints\":"
              + " [{\"name\": \"n\", \"type\": \"Nested\", \"target\": \"moving\"}]}");
      Message query = DnsClient.query("above.tm.example", Type.A, "198.51.100.0", 24);
      assertThat(Contoso.target(DnsClient.exchange(node.node.dnsAddresses().getFirst(), query)))
          .isEqualTo("192.0.2.1");
      Files.writeString(
          latencies, Places.LATENCIES.replace("198.51.100.0/24,us,20", "198.51.100.0/24,us,99"));
      RunningNode.await(
          "the other site is nearer",
          () -> {
            try {
              return Contoso.target(DnsClient.exchange(node.node.dnsAddresses().getFirst(), query))
                  .equals("192.0.2.2");
            } catch (IOException e) {
              return false;
            }
          });
    }
  }
}

package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A tree as deep as they may be, of all methods. Each profile but the last has the next one for
 * clients of 203.0.113.0/25, and 192.0.2.N of its own for all others.
 */
final class TenLevelsTest {
  @TempDir static Path data;

  private static Sites sites;
  private static RunningNode node;

  @BeforeAll
  static void start() throws Exception {
    sites = new Sites();
    node = new RunningNode(data, RunningNode.settings(data, Places.write(data)));
    String leaf =
        """
        {"trafficRoutingMethod": "MultiValue",
         "monitorConfig": {"protocol": "HTTP", "port": %d, "path": "/health", "timeoutInSeconds": 1,
                           "intervalInSeconds": 1, "toleratedNumberOfFailures": 0},
         "endpoints": [{"name": "a", "target": "%s"}, {"name": "b", "target": "%s"}]}
        """
            .formatted(sites.port(), sites.address("us"), sites.address("eu"));
    put("ten", leaf);
    put("nine", level("Weighted", 9, "ten", "\"weight\": 1", "\"weight\": 1"));
    put("eight", level("Subnet", 8, "nine", range("203.0.113.0", 25), "\"subnets\": []"));
    put("seven", level("Performance", 7, "eight", region("eu"), region("us")));
    put("six", level("Geographic", 6, "seven", code("ES"), code("WORLD")));
    put("five", level("Priority", 5, "six", "\"priority\": 1", "\"priority\": 2"));
    put("four", level("Weighted", 4, "five", "\"weight\": 1", "\"weight\": 1"));
    put("three", level("Subnet", 3, "four", range("203.0.112.0", 23), "\"subnets\": []"));
    put("two", level("Performance", 2, "three", region("eu"), region("asia")));
    put("one", level("Geographic", 1, "two", code("GEO-EU"), code("WORLD")));
  }

  @AfterAll
  static void stop() {
    if (node != null) {
      node.close();
    }
    if (sites != null) {
      sites.close();
    }
  }

  private static String level(String method, int number, String next, String deeper, String own) {
    return """
    {"trafficRoutingMethod": "%s", "dnsConfig": {"ttl": %d},
     "endpoints": [{"name": "next", "type": "Nested", "target": "%s", %s},
                   {"name": "own", "target": "192.0.2.%d", "alwaysServe": "Enabled", %s}]}
    """
        .formatted(method, number, next, deeper, number, own);
  }

  private static String range(String first, int scope) {
    return "\"subnets\": [{\"first\": \"%s\", \"scope\": %d}]".formatted(first, scope);
  }

  private static String region(String name) {
    return "\"endpointLocation\": \"" + name + "\"";
  }

  private static String code(String code) {
    return "\"geoMapping\": [\"" + code + "\"]";
  }

  private static HttpResponse<String> write(String profile, String document) throws Exception {
    return node.http("PUT", "/v1/profiles/" + profile, document);
  }

  private static void put(String profile, String document) throws Exception {
    HttpResponse<String> reply = write(profile, document);
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(201);
  }

  /** All that two hundred clients of a network are answered, each with its scope. */
  private static Set<String> answers(String network, int length) throws IOException {
    Set<String> answers = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      Message reply =
          DnsClient.exchange(
              Contoso.dns(node), DnsClient.query("one.tm.example", Type.A, network, length));
      Set<String> addresses = new TreeSet<>();
      for (Record record : reply.getSection(Section.ANSWER)) {
        assertThat(record.getTTL()).as("that of the name asked for").isEqualTo(1);
        addresses.add(record.rdataToString());
      }
      answers.add(String.join(" ", addresses) + " /" + DnsClient.scope(reply));
    }
    return answers;
  }

  @Test
  void areAllGoneThroughForOneAnswer() throws Exception {
    RunningNode.await(
        "the sites are well",
        () ->
            Contoso.statuses(node, "ten")
                .equals(Map.of("profile", "Online", "a", "Online", "b", "Online")));
    assertThat(answers("203.0.113.0", 25))
        .as("two levels draw, and the last gives all it has")
        .containsExactlyInAnyOrder("192.0.2.4 /24", "192.0.2.9 /25", "127.0.0.2 127.0.0.3 /25");
    assertThat(answers("203.0.113.128", 25))
        .as("other clients branch off at the eighth")
        .containsExactlyInAnyOrder("192.0.2.4 /24", "192.0.2.8 /25");
    assertThat(answers("198.51.100.0", 24)).containsExactly("192.0.2.1 /24");

    sites.answer("us", 503);
    sites.answer("eu", 503);
    awaitStatus("nine", "next", "Degraded");
    awaitAnswers("192.0.2.4 /24", "192.0.2.9 /25");
    awaitStatus("eight", "next", "Online");

    // Now the ninth has nothing left either, and the eighth sees it two levels above the sites.
    write("nine", level("Weighted", 9, "ten", "\"weight\": 1", "\"endpointStatus\": \"Disabled\""));
    awaitStatus("eight", "next", "Degraded");
    awaitStatus("seven", "next", "Online");
    awaitAnswers("192.0.2.4 /24", "192.0.2.8 /25");
  }

  private static void awaitAnswers(String... expected) {
    RunningNode.await(
        "clients are led to " + List.of(expected),
        () -> {
          try {
            return answers("203.0.113.0", 25).equals(Set.of(expected));
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static void awaitStatus(String profile, String endpoint, String status) {
    RunningNode.await(
        endpoint + " of " + profile + " is " + status,
        () -> status.equals(Contoso.statuses(node, profile).get(endpoint)));
  }

  @Test
  void areNotExceededAboveNorBelow() throws Exception {
    assertIsTooDeep(
        write("zero", level("Priority", 0, "one", "\"priority\": 1", "\"priority\": 2")));
    put("lower", level("Priority", 11, "ten", "\"priority\": 1", "\"priority\": 2"));
    assertIsTooDeep(write("nine/endpoints/more", "{\"type\": \"Nested\", \"target\": \"lower\"}"));
    assertThat(node.http("GET", "/v1/profiles/zero", "").statusCode()).isEqualTo(404);
    assertThat(node.http("GET", "/v1/profiles/nine/endpoints/more", "").statusCode())
        .isEqualTo(404);
  }

  private static void assertIsTooDeep(HttpResponse<String> reply) throws Exception {
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(422);
    JsonNode violation = new ObjectMapper().readTree(reply.body()).at("/violations/0");
    assertThat(violation.path("message").asText())
        .isEqualTo("must not nest more than 10 profiles in one another");
    assertThat(violation.path("path").asText()).endsWith("target");
  }
}

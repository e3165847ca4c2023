package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/**
 * The shape that people give a name who think in pools: Geographic over a Priority for each part of
 * the world, over Weighted pools, of which one may be the first choice here and the second there.
 */
final class PoolsTest {
  private static final String OTHERS = Places.ASIA;
  private static final String LAST_RESORT = "192.0.2.99";

  @TempDir static Path data;

  private static Sites sites;
  private static RunningNode node;

  @BeforeAll
  static void start() throws Exception {
    sites = new Sites(List.of("eu-1", "eu-2", "na-1", "na-2", "far-1", "far-2"));
    node = new RunningNode(data, RunningNode.settings(data, Places.write(data)));
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

  /** Everything is as it is meant to be, and everybody well. */
  @BeforeEach
  void build() throws Exception {
    sites.allAnswer(200);
    for (String pool : List.of("eu", "na", "far")) {
      put(
          "pool-" + pool,
          "Weighted",
          site(pool + "-1", "\"weight\": 3"),
          site(pool + "-2", "\"weight\": 1"));
    }
    put("rule-eu", "Priority", nested("pool-eu"), nested("pool-na"), lastResort());
    put("rule-na", "Priority", nested("pool-na"), nested("pool-eu"), lastResort());
    put("rule-world", "Priority", nested("pool-far"), nested("pool-na"), lastResort());
    put(
        "shop",
        "Geographic",
        nested("rule-eu", "\"geoMapping\": [\"GEO-EU\"]", "\"minChildEndpoints\": 2"),
        nested("rule-na", "\"geoMapping\": [\"GEO-NA\"]"),
        nested("rule-world", "\"geoMapping\": [\"WORLD\"]"));
    for (String profile : List.of("pool-eu", "pool-na", "pool-far", "rule-eu", "shop")) {
      awaitStatus(profile, "profile", "Online");
    }
  }

  private static String site(String name, String... properties) {
    return endpoint(name, sites.address(name), "External", properties);
  }

  private static String nested(String child, String... properties) {
    return endpoint(child, child, "Nested", properties);
  }

  private static String lastResort() {
    return endpoint("last-resort", LAST_RESORT, "External", "\"alwaysServe\": \"Enabled\"");
  }

  private static String endpoint(String name, String target, String type, String... properties) {
    return Stream.concat(
            Stream.of(
                "\"name\": \"" + name + "\"",
                "\"target\": \"" + target + "\"",
                "\"type\": \"" + type + "\""),
            Stream.of(properties))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static void put(String name, String method, String... endpoints) throws Exception {
    write(
        "PUT",
        name,
        """
        {"trafficRoutingMethod": "%s", "dnsConfig": {"ttl": 30},
         "monitorConfig": {"protocol": "HTTP", "port": %d, "path": "/health", "timeoutInSeconds": 1,
                           "intervalInSeconds": 1, "toleratedNumberOfFailures": 0},
         "endpoints": %s}
        """
            .formatted(method, sites.port(), List.of(endpoints)));
  }

  private static void write(String method, String path, String body) throws Exception {
    HttpResponse<String> reply = node.http(method, "/v1/profiles/" + path, body);
    assertThat(reply.statusCode()).as(reply.body()).isIn(200, 201);
  }

  private static void awaitStatus(String profile, String endpoint, String status) {
    RunningNode.await(
        endpoint + " of " + profile + " is " + status,
        () -> status.equals(Contoso.statuses(node, profile).get(endpoint)));
  }

  /** What a hundred clients of a network are answered; with odds of three to one they get all. */
  private static Set<String> answers(String name, String network) {
    return IntStream.range(0, 100)
        .mapToObj(_ -> {
          try {
            return Contoso.leads(node, name, network).replaceAll("/.*", "");
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        })
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void awaitAnswers(String network, String... expected) {
    awaitAnswers("shop", network, Set.of(targets(expected)));
  }

  private static void awaitAnswers(String name, String network, Set<String> expected) {
    RunningNode.await(
        name + " leads clients of " + network + " to " + expected,
        () -> answers(name, network).equals(expected));
  }

  private static String[] targets(String... names) {
    return Stream.of(names)
        .map(name -> name.equals(LAST_RESORT) ? name : sites.address(name))
        .toArray(String[]::new);
  }

  @Test
  void eachPartOfTheWorldDrawsFromItsOwnPool() throws Exception {
    awaitAnswers(Places.EUROPE, "eu-1", "eu-2");
    awaitAnswers(Places.AMERICA, "na-1", "na-2");
    awaitAnswers(OTHERS, "far-1", "far-2");
    assertThat(
            DnsClient.answer(
                DnsClient.exchange(
                    Contoso.dns(node),
                    DnsClient.query("shop.tm.example", Type.A, "203.0.113.0", 24))))
        .as("nothing of the profiles between")
        .singleElement()
        .asString()
        .matches("shop.tm.example. 30 IN A 127.0.0.[23]");
  }

  @Test
  void aPoolThatDiesIsReplacedByTheNextAndComesBack() throws Exception {
    sites.answer("eu-1", 503);
    awaitAnswers(Places.EUROPE, "eu-2");
    awaitStatus("pool-eu", "profile", "Degraded");
    awaitStatus("rule-eu", "pool-eu", "Online");
    awaitStatus("shop", "rule-eu", "Online");

    sites.answer("eu-2", 503);
    awaitAnswers(Places.EUROPE, "na-1", "na-2");
    awaitStatus("rule-eu", "pool-eu", "Degraded");
    awaitStatus("rule-eu", "profile", "Degraded");
    awaitStatus("shop", "rule-eu", "Online");
    awaitStatus("shop", "profile", "Online");
    awaitAnswers(Places.AMERICA, "na-1", "na-2");

    sites.answer("na-1", 503);
    sites.answer("na-2", 503);
    awaitAnswers(Places.EUROPE, LAST_RESORT);
    awaitAnswers(Places.AMERICA, LAST_RESORT);
    awaitAnswers(OTHERS, "far-1", "far-2");
    awaitStatus("rule-eu", "pool-na", "Degraded");
    // One of three is left to the Europeans, and two were wanted; the place is theirs all the same.
    awaitStatus("shop", "rule-eu", "Degraded");
    awaitStatus("shop", "rule-na", "Online");
    awaitStatus("shop", "profile", "Degraded");

    sites.answer("eu-2", 200);
    awaitAnswers(Places.EUROPE, "eu-2");
    awaitAnswers(Places.AMERICA, "eu-2");
    awaitStatus("rule-eu", "pool-eu", "Online");
    awaitStatus("shop", "profile", "Online");
  }

  @Test
  void aPoolBelowItsMinimumIsLeftAloneThoughOneOfItIsWell() throws Exception {
    write("PATCH", "rule-eu/endpoints/pool-eu", "{\"minChildEndpoints\": 2}");
    awaitAnswers(Places.EUROPE, "eu-1", "eu-2");
    sites.answer("eu-1", 503);
    awaitAnswers(Places.EUROPE, "na-1", "na-2");
    awaitStatus("pool-eu", "eu-2", "Online");
    awaitStatus("rule-eu", "pool-eu", "Degraded");
    write("PATCH", "rule-eu/endpoints/pool-eu", "{\"minChildEndpoints\": 1}");
    awaitAnswers(Places.EUROPE, "eu-2");
    awaitStatus("rule-eu", "pool-eu", "Online");
  }

  @Test
  void aDisabledPoolIsStoppedAndADisabledPartOfTheWorldIsServedByNobody() throws Exception {
    write("PATCH", "pool-eu", "{\"profileStatus\": \"Disabled\"}");
    awaitAnswers(Places.EUROPE, "na-1", "na-2");
    awaitStatus("rule-eu", "pool-eu", "Stopped");
    write("PATCH", "rule-eu", "{\"profileStatus\": \"Disabled\"}");
    assertThat(answers("shop", Places.EUROPE)).containsExactly("NODATA");
    awaitStatus("shop", "rule-eu", "Stopped");
    write("PATCH", "shop/endpoints/rule-eu", "{\"endpointStatus\": \"Disabled\"}");
    awaitAnswers(Places.EUROPE, "far-1", "far-2");
  }

  @Test
  void aPoolNeedsItsMinimumOfEachFamily() throws Exception {
    String six = endpoint("six", "2001:db8::6", "External", "\"alwaysServe\": \"Enabled\"");
    put("pool-dual", "MultiValue", site("eu-1"), site("eu-2"), six);
    put(
        "dual",
        "Priority",
        nested(
            "pool-dual",
            "\"minChildEndpoints\": 2",
            "\"minChildEndpointsIPv4\": 2",
            "\"minChildEndpointsIPv6\": 1"),
        lastResort());
    awaitStatus("dual", "pool-dual", "Online");
    awaitDual("eu-1", "eu-2");

    // Two are up still, but of IPv4 only one.
    sites.answer("eu-2", 503);
    awaitStatus("dual", "pool-dual", "Degraded");
    awaitDual(LAST_RESORT);
    write("PATCH", "dual/endpoints/pool-dual", "{\"minChildEndpointsIPv4\": 1}");
    awaitStatus("dual", "pool-dual", "Online");
    awaitDual("eu-1");

    // Two are up again, but none of IPv6.
    sites.answer("eu-2", 200);
    awaitDual("eu-1", "eu-2");
    write("PATCH", "pool-dual/endpoints/six", "{\"endpointStatus\": \"Disabled\"}");
    awaitStatus("dual", "pool-dual", "Degraded");
    awaitDual(LAST_RESORT);
    write("PATCH", "dual/endpoints/pool-dual", "{\"minChildEndpointsIPv6\": 0}");
    awaitDual("eu-1", "eu-2");
  }

  /** The pool answers with all it has that is well, the order being drawn. */
  private static void awaitDual(String... expected) {
    awaitAnswers("dual", OTHERS, Set.of(targets(expected)));
  }
}

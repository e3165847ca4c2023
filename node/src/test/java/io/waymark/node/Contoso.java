package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.node.dns.DnsCounter;
import io.waymark.node.settings.NodeSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xbill.DNS.Message;

/**
 * A company with a site in three parts of the world, the name servers of its own zone and of the
 * cloud its sites run in, and a node that directs its traffic.
 */
final class Contoso implements AutoCloseable {
  static final String NAME = "contoso.tm.example";

  private static final ObjectMapper JSON = new ObjectMapper();

  final Sites sites = new Sites();
  final RunningNode running;
  private final TestAuthority proberSees;

  Contoso(Path data) throws StartException {
    this(data, RunningNode.settings(data).location());
  }

  /**
   * @param location the files that say where clients are
   */
  Contoso(Path data, NodeSettings.Location location) throws StartException {
    proberSees = authority();
    NodeSettings settings = RunningNode.settings(data);
    running =
        new RunningNode(
            data,
            new NodeSettings(
                settings.node(),
                settings.dns(),
                settings.fleet(),
                settings.admin(),
                new NodeSettings.Prober(
                    true,
                    true,
                    List.of(),
                    List.of(),
                    List.of(NodeSettings.Listen.of(proberSees.address()))),
                location,
                settings.log()));
  }

  /** A name server of the company's zone and of the cloud's. */
  static TestAuthority authority() {
    return TestAuthority.start()
        .zone(
            "contoso.example",
            "partners 300 IN CNAME contoso.tm.example.",
            "lasting 300 IN CNAME lasting.tm.example.",
            "brief 300 IN CNAME brief.tm.example.")
        .zone(
            "cloudapp.example",
            "contoso-us 60 IN A 127.0.0.2",
            "contoso-eu 60 IN A 127.0.0.3",
            "contoso-asia 60 IN A 127.0.0.4");
  }

  /** The profile of the three sites, in the order us, eu, asia, probed every second. */
  String profile(String method, int ttl, int tolerated) {
    return """
    {"trafficRoutingMethod": "%s", "dnsConfig": {"ttl": %d},
     "monitorConfig": {"protocol": "HTTP", "port": %d, "path": "/health", "intervalInSeconds": 1,
                       "timeoutInSeconds": 1, "toleratedNumberOfFailures": %d},
     "endpoints": [{"name": "us", "type": "External", "target": "contoso-us.cloudapp.example"},
                   {"name": "eu", "type": "External", "target": "contoso-eu.cloudapp.example"},
                   {"name": "asia", "type": "External", "target": "contoso-asia.cloudapp.example"}]}
    """
        .formatted(method, ttl, sites.port(), tolerated);
  }

  /** Writes a profile, or fails. */
  void put(String profile, String document) throws Exception {
    write("PUT", profile, document);
  }

  /** Changes a profile or an endpoint, {@code contoso} or {@code contoso/endpoints/us}. */
  void patch(String path, String patch) throws Exception {
    write("PATCH", path, patch);
  }

  private void write(String method, String path, String body) throws Exception {
    HttpResponse<String> response = running.http(method, "/v1/profiles/" + path, body);
    assertThat(response.statusCode()).as(response.body()).isIn(200, 201);
  }

  JsonNode get(String path) throws Exception {
    return JSON.readTree(running.http("GET", "/v1/profiles/" + path, "").body());
  }

  /** The statuses of the endpoints by name, and the profile's by {@code profile}. */
  Map<String, String> statuses(String profile) {
    try {
      JsonNode health = get(profile + "/health");
      Map<String, String> statuses = new TreeMap<>();
      statuses.put("profile", health.path("profileMonitorStatus").asText());
      for (JsonNode endpoint : health.path("endpoints")) {
        statuses.put(
            endpoint.path("name").asText(), endpoint.path("endpointMonitorStatus").asText());
      }
      return statuses;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until an endpoint has a status, or the profile under the name {@code profile}. */
  void awaitStatus(String profile, String endpoint, String status) {
    RunningNode.await(
        endpoint + " of " + profile + " is " + status,
        () -> status.equals(statuses(profile).get(endpoint)));
  }

  /** Waits until all three sites have been found healthy. */
  void awaitOnline(String profile) {
    awaitStatuses(profile, "Online", "Online", "Online", "Online");
  }

  /** Waits until the profile has this status and the three sites those. */
  void awaitStatuses(String profile, String ofProfile, String us, String eu, String asia) {
    Map<String, String> expected = Map.of("profile", ofProfile, "us", us, "eu", eu, "asia", asia);
    RunningNode.await(profile + " has " + expected, () -> statuses(profile).equals(expected));
  }

  InetSocketAddress dns() {
    return running.node.dnsAddresses().getFirst();
  }

  Message ask(String name, int type) throws IOException {
    return DnsClient.exchange(dns(), DnsClient.query(name, type));
  }

  /** The answer section, a line for each record. */
  List<String> answer(String name, int type) throws IOException {
    return DnsClient.answer(ask(name, type));
  }

  /** What the name's only record looks like when it leads to a site. */
  static String leadsTo(String site, int ttl) {
    return NAME + ". " + ttl + " IN CNAME contoso-" + site + ".cloudapp.example.";
  }

  /** How many queries the node has received over UDP. */
  long queries() {
    return running.node.dataPlane().count(DnsCounter.QUERIES_UDP);
  }

  @Override
  public void close() {
    running.close();
    proberSees.close();
    sites.close();
  }
}

package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.node.dns.DnsCounter;
import io.waymark.node.settings.NodeSettings;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.net.Prefix;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A company with a site in three parts of the world, the name servers of its own zone and of the
 * cloud its sites run in, and the nodes that direct its traffic.
 */
final class Contoso implements AutoCloseable {
  static final String NAME = "contoso.tm.example";

  private static final ObjectMapper JSON = new ObjectMapper();

  final Sites sites = new Sites();

  /** The nodes, of which there is one unless there is a fleet. */
  final List<RunningNode> nodes;

  /** The first of them. */
  final RunningNode running;

  private final TestAuthority proberSees;

  private Contoso(TestAuthority proberSees, List<RunningNode> nodes) {
    this.proberSees = proberSees;
    this.nodes = nodes;
    this.running = nodes.getFirst();
  }

  /** One node that knows nothing of where clients are. */
  static Contoso start(Path data) throws StartException {
    return start(data, RunningNode.settings(data).location());
  }

  /**
   * One node.
   *
   * @param location the files that say where clients are
   */
  static Contoso start(Path data, NodeSettings.Location location) throws StartException {
    TestAuthority proberSees = authority();
    NodeSettings settings = RunningNode.settings(data, location);
    RunningNode node =
        new RunningNode(
            data,
            new NodeSettings(
                settings.node(),
                settings.dns(),
                settings.fleet(),
                settings.admin(),
                prober(proberSees),
                settings.location(),
                settings.log()));
    return new Contoso(proberSees, List.of(node));
  }

  /** Three nodes, each in a region of its own, that all probe. */
  static Contoso startFleet(Path data, NodeSettings.Location location)
      throws IOException, StartException {
    TestAuthority proberSees = authority();
    return new Contoso(
        proberSees, new RunningFleet(data, _ -> prober(proberSees), _ -> location).nodes());
  }

  private static NodeSettings.Prober prober(TestAuthority resolver) {
    return new NodeSettings.Prober(
        true, true, List.of(), List.of(), List.of(NodeSettings.Listen.of(resolver.address())));
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

  /** The same, each site in the region of its name. */
  String located(String method, int ttl, int tolerated) {
    String document = profile(method, ttl, tolerated);
    for (String region : Sites.NAMES) {
      document =
          document.replace(
              "{\"name\": \"" + region + "\"",
              "{\"name\": \"" + region + "\", \"endpointLocation\": \"" + region + "\"");
    }
    return document;
  }

  /** Writes a profile, and returns once it is in the answers of all nodes. */
  void put(String profile, String document) throws Exception {
    write("PUT", profile, document);
  }

  /** Changes a profile or an endpoint, {@code contoso} or {@code contoso/endpoints/us}. */
  void patch(String path, String patch) throws Exception {
    write("PATCH", path, patch);
  }

  private void write(String method, String path, String body) throws Exception {
    HttpResponse<String> response =
        running.http(method, "/v1/profiles/" + path + "?wait=all", body);
    assertThat(response.statusCode()).as(response.body()).isIn(200, 201);
  }

  /** Deletes a profile, and returns once no node answers for it. */
  void delete(String profile) throws Exception {
    HttpResponse<String> response =
        running.http("DELETE", "/v1/profiles/" + profile + "?wait=all", "");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
  }

  JsonNode get(String path) throws Exception {
    return get(running, path);
  }

  private static JsonNode get(RunningNode node, String path) throws Exception {
    return JSON.readTree(node.http("GET", "/v1/profiles/" + path, "").body());
  }

  /** The statuses of the endpoints by name, and the profile's by {@code profile}. */
  Map<String, String> statuses(String profile) {
    return statuses(running, profile);
  }

  /** What a node says the statuses are. */
  static Map<String, String> statuses(RunningNode node, String profile) {
    try {
      JsonNode health = get(node, profile + "/health");
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

  /**
   * Waits until an endpoint has a status on every node, or the profile under the name {@code
   * profile}.
   */
  void awaitStatus(String profile, String endpoint, String status) {
    for (RunningNode node : nodes) {
      RunningNode.await(
          endpoint + " of " + profile + " is " + status,
          () -> status.equals(statuses(node, profile).get(endpoint)));
    }
  }

  /** Waits until all three sites have been found healthy. */
  void awaitOnline(String profile) {
    awaitStatuses(profile, "Online", "Online", "Online", "Online");
  }

  /** Waits until the profile has this status and the three sites those, on every node. */
  void awaitStatuses(String profile, String ofProfile, String us, String eu, String asia) {
    Map<String, String> expected = Map.of("profile", ofProfile, "us", us, "eu", eu, "asia", asia);
    for (RunningNode node : nodes) {
      RunningNode.await(
          profile + " has " + expected, () -> statuses(node, profile).equals(expected));
    }
  }

  InetSocketAddress dns() {
    return dns(running);
  }

  static InetSocketAddress dns(RunningNode node) {
    return node.node.dnsAddresses().getFirst();
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

  /**
   * Where a node leads clients of a network, and how much of their network it looked at: {@code
   * us/24}. Where the target is none of the sites it is told as it is, and so is the rcode where
   * there is no answer.
   */
  static String leads(RunningNode node, String profile, String network) throws IOException {
    Prefix prefix = Prefix.parse(network);
    Message reply =
        DnsClient.exchange(
            dns(node),
            DnsClient.query(
                profile + ".tm.example", Type.A, prefix.address().toString(), prefix.length()));
    ClientSubnetOption echoed =
        (ClientSubnetOption) reply.getOPT().getOptions(EDNSOption.Code.CLIENT_SUBNET).getFirst();
    assertThat(
            Prefix.of(
                IpAddress.of(echoed.getAddress().getAddress()), echoed.getSourcePrefixLength()))
        .as("the client subnet comes back as it was sent")
        .isEqualTo(prefix);
    return target(reply) + "/" + DnsClient.scope(reply);
  }

  /** The site that a reply leads to, else its target, else its rcode. */
  static String target(Message reply) {
    if (reply.getRcode() != Rcode.NOERROR) {
      return Rcode.string(reply.getRcode());
    }
    return reply.getSection(Section.ANSWER).stream()
        .findFirst()
        .map(Record::rdataToString)
        .map(data -> data.replace("contoso-", "").replace(".cloudapp.example.", ""))
        .orElse("NODATA");
  }

  /** How many queries the node has received over UDP. */
  long queries() {
    return queries(running);
  }

  static long queries(RunningNode node) {
    return node.node.dataPlane().count(DnsCounter.QUERIES_UDP);
  }

  @Override
  public void close() {
    nodes.forEach(RunningNode::close);
    proberSees.close();
    sites.close();
  }
}

package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.node.settings.NodeSettings;
import io.waymark.protocol.net.Prefix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Clients from all over the address space, and what each node of a fleet answers them. */
final class TenThousandClientsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CLIENTS = 10_000;

  /** The last two endpoints share a region, over which clients are spread. */
  private static final List<String> REGIONS =
      List.of(
          "westeurope",
          "northeurope",
          "eastus",
          "westus",
          "brazilsouth",
          "southafricanorth",
          "japaneast",
          "australiaeast",
          "centralindia",
          "southeastasia",
          "southeastasia");

  /** Nothing is for the rest of the world. */
  private static final List<String> CODES =
      List.of("GEO-EU", "DE", "FR", "GEO-NA", "CA", "GEO-AS", "JP", "GEO-SA", "GEO-AF", "AU");

  @TempDir static Path data;

  private static final RandomNetworks RANDOM = new RandomNetworks(new Random(1), 2_000);
  private static final List<Prefix> NETWORKS = RANDOM.clients(new Random(2), CLIENTS);
  private static final List<String> LATENCIES = RANDOM.latencies(new Random(3), REGIONS);

  /** The same table in another order: nodes of one process share data only if the files are one. */
  private static final List<String> SHUFFLED = RandomNetworks.shuffled(LATENCIES, new Random(4));

  private static RunningFleet fleet;

  @BeforeAll
  static void start() throws Exception {
    for (int node = 0; node < 3; node++) {
      Files.write(latencyFile(node), node < 2 ? LATENCIES : SHUFFLED);
    }
    Path shipped = shipped();
    fleet =
        new RunningFleet(
            data,
            _ -> RunningFleet.probing(),
            node ->
                new NodeSettings.Location(
                    shipped.resolve("country.mmdb"),
                    latencyFile(node),
                    shipped.resolve("regions.conf")));
    put("near", "Performance", i -> "\"endpointLocation\": \"" + REGIONS.get(i) + "\"", REGIONS);
    put("geo", "Geographic", i -> "\"geoMapping\": [\"" + CODES.get(i) + "\"]", CODES);
  }

  @AfterAll
  static void stop() {
    if (fleet != null) {
      fleet.close();
    }
  }

  private static Path shipped() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null && !Files.exists(directory.resolve("config/country.mmdb"))) {
      directory = directory.getParent();
    }
    assertThat(directory).as("the source tree").isNotNull();
    return directory.resolve("config");
  }

  private static Path latencyFile(int node) {
    return data.resolve(RunningFleet.NAMES.get(node) + ".csv");
  }

  private static void put(
      String name, String method, IntFunction<String> property, List<String> endpoints)
      throws Exception {
    List<String> list =
        IntStream.range(0, endpoints.size())
            .mapToObj(i ->
                "{\"name\": \"e%d\", \"target\": \"192.0.2.%d\", \"alwaysServe\": \"Enabled\", %s}"
                    .formatted(i, i + 1, property.apply(i)))
            .toList();
    HttpResponse<String> reply =
        fleet
            .node(0)
            .http(
                "PUT",
                "/v1/profiles/" + name + "?wait=all",
                "{\"trafficRoutingMethod\": \"%s\", \"endpoints\": %s}".formatted(method, list));
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(201);
  }

  /** Gives the last node a latency table; it answers by it, and the first has heard of it. */
  private static void give(List<String> rows) throws IOException {
    Path file = latencyFile(2);
    if (Files.readAllLines(file).equals(rows)) {
      return;
    }
    String before = hash(2);
    String answering = table();
    Path next = Files.write(data.resolve("next.csv"), rows);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    RunningNode.await("the first node has heard of the table", () -> !hash(2).equals(before));
    RunningNode.await("the last node answers by the table", () -> !table().equals(answering));
  }

  /** The version of what the last node answers by. */
  private static String table() {
    return explained(2, NETWORKS.getFirst()).at("/versions/table").asText();
  }

  /** What the first node knows of another's location data. */
  private static String hash(int node) {
    for (JsonNode one : json(0, "/v1/nodes").path("nodes")) {
      if (one.path("name").asText().equals(RunningFleet.NAMES.get(node))) {
        return one.path("locationHash").asText();
      }
    }
    throw new AssertionError("the first node knows nothing of " + RunningFleet.NAMES.get(node));
  }

  private static JsonNode json(int node, String path) {
    try {
      return JSON.readTree(fleet.node(node).get(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answer and scope for each client, such as {@code 192.0.2.1/24}. */
  private static String[] answers(int node, String profile) throws IOException {
    String[] answers = new String[CLIENTS];
    Load.ask(
        Contoso.dns(fleet.node(node)),
        CLIENTS,
        client -> query(profile, NETWORKS.get(client)),
        (client, reply) -> answers[client] = answer(reply));
    return answers;
  }

  private static byte[] query(String profile, Prefix client) {
    try {
      String name = profile + ".tm.example";
      return DnsClient.query(name, Type.A, client.address().toString(), client.length()).toWire();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String answer(Message reply) {
    assertThat(reply.getRcode()).isEqualTo(Rcode.NOERROR);
    List<Record> records = reply.getSection(Section.ANSWER);
    String target = records.isEmpty() ? "NODATA" : records.getFirst().rdataToString();
    return target + "/" + DnsClient.scope(reply);
  }

  private static void assertAllAnswerAlike(String profile) throws IOException {
    String[] first = answers(0, profile);
    for (int node = 1; node < RunningFleet.NAMES.size(); node++) {
      String[] other = answers(node, profile);
      for (int i = 0; i < CLIENTS; i++) {
        if (!other[i].equals(first[i])) {
          assertThat(other[i])
              .as(RunningFleet.NAMES.get(node) + " to " + NETWORKS.get(i))
              .isEqualTo(first[i]);
        }
      }
    }
    assertThat(Arrays.stream(first).map(answer -> answer.replaceAll("/.*", "")).distinct())
        .as("answers that occur")
        .hasSize(11);
    assertThat(Arrays.stream(first).map(answer -> answer.replaceAll(".*/", "")).distinct())
        .as("scopes that occur")
        .hasSizeGreaterThan(20);
  }

  @Test
  void areToldTheSameByEveryNodeThatKnowsTheSame() throws Exception {
    give(SHUFFLED);
    assertThat(hash(1)).isEqualTo(hash(0));
    assertAllAnswerAlike("near");
    assertAllAnswerAlike("geo");
  }

  @Test
  void whereANodeHasOtherDataItsHashAndItsExplanationTellWhy() throws Exception {
    give(RANDOM.latencies(new Random(5), REGIONS));
    assertThat(hash(1)).isEqualTo(hash(0));
    assertThat(hash(2)).isNotEqualTo(hash(0));
    String[] first = answers(0, "near");
    String[] last = answers(2, "near");
    List<Integer> differ =
        IntStream.range(0, CLIENTS)
            .filter(i -> RandomNetworks.tellsMost(NETWORKS.get(i)))
            .filter(i -> !first[i].equals(last[i]))
            .boxed()
            .toList();
    assertThat(differ).hasSizeGreaterThan(CLIENTS / 10);
    for (int i : differ.subList(0, 20)) {
      JsonNode ofFirst = explained(0, NETWORKS.get(i));
      JsonNode ofLast = explained(2, NETWORKS.get(i));
      assertThat(told(ofFirst)).isEqualTo(first[i]);
      assertThat(told(ofLast)).isEqualTo(last[i]);
      assertThat(ofLast.at("/steps/0/considered")).isNotEqualTo(ofFirst.at("/steps/0/considered"));
    }
  }

  private static JsonNode explained(int node, Prefix client) {
    return json(node, "/v1/explain?name=near.tm.example&client=" + client.address());
  }

  private static String told(JsonNode explained) {
    String record = explained.at("/answer/records/0").asText();
    return record.substring(record.lastIndexOf(' ') + 1)
        + "/"
        + explained.at("/answer/scope").asText();
  }
}

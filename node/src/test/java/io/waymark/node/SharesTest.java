package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.waymark.protocol.net.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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

/** How a running node shares out queries and clients among endpoints, counted over UDP. */
final class SharesTest {
  private static final int QUERIES = 100_000;
  private static final int NETWORKS = 10_000;

  @TempDir static Path data;

  private static RunningNode running;

  @BeforeAll
  static void start() throws Exception {
    running = new RunningNode(data);
  }

  @AfterAll
  static void stop() {
    if (running != null) {
      running.close();
    }
  }

  /**
   * Writes a profile of endpoints that are never probed: {@code target*weight}, named by their
   * targets.
   */
  private static void put(String name, String method, String options, List<String> targets)
      throws Exception {
    String endpoints =
        targets.stream()
            .map(text -> text.split("\\*", 2))
            .map(parts ->
                "{\"name\": \"%s\", \"target\": \"%s\", \"weight\": %s, \"alwaysServe\": \"Enabled\"}"
                    .formatted(parts[0], parts[0], parts[1]))
            .collect(Collectors.joining(", "));
    write(
        "PUT",
        "/v1/profiles/" + name,
        "{\"trafficRoutingMethod\": \"%s\", %s, \"endpoints\": [%s]}"
            .formatted(method, options, endpoints));
  }

  private static void write(String method, String path, String body) throws Exception {
    HttpResponse<String> response = running.http(method, path, body);
    assertThat(response.statusCode()).as(response.body()).isIn(200, 201);
  }

  private static void ask(int questions, byte[] query, Load.Replies replies) throws IOException {
    Load.ask(running.node.dnsAddresses().getFirst(), questions, _ -> query.clone(), replies);
  }

  /** The records' data, in the order of the answer. */
  private static List<String> answer(Message reply) {
    assertThat(reply.getRcode()).isEqualTo(Rcode.NOERROR);
    return reply.getSection(Section.ANSWER).stream().map(Record::rdataToString).toList();
  }

  private static double share(Map<String, Integer> counts, String target) {
    double all = counts.values().stream().mapToInt(Integer::intValue).sum();
    return counts.getOrDefault(target, 0) / all;
  }

  @Test
  void drawsByWeightWithinOnePercentagePoint() throws Exception {
    put(
        "weighted",
        "Weighted",
        "\"affinity\": \"none\"",
        List.of("192.0.2.1*1", "192.0.2.2*2", "192.0.2.3*7"));
    Map<String, Integer> drawn = new HashMap<>();
    ask(
        QUERIES,
        DnsClient.query("weighted.tm.example", Type.A).toWire(),
        (_, reply) -> drawn.merge(answer(reply).getFirst(), 1, Integer::sum));
    assertThat(drawn.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(QUERIES);
    assertThat(share(drawn, "192.0.2.1")).isCloseTo(0.1, within(0.01));
    assertThat(share(drawn, "192.0.2.2")).isCloseTo(0.2, within(0.01));
    assertThat(share(drawn, "192.0.2.3")).isCloseTo(0.7, within(0.01));
  }

  @Test
  void multiValueNeverExceedsMaxReturnAndNeverRepeatsAnAddress() throws Exception {
    List<String> targets =
        IntStream.rangeClosed(1, 10).mapToObj(i -> "192.0.2." + i + "*" + i).toList();
    for (String affinity : List.of("none", "client")) {
      for (int maxReturn = 1; maxReturn <= 8; maxReturn++) {
        String options = "\"maxReturn\": %d, \"affinity\": \"%s\"".formatted(maxReturn, affinity);
        put("multi", "MultiValue", options, targets);
        int wanted = maxReturn;
        Set<String> seen = new HashSet<>();
        ask(
            1_000,
            DnsClient.query("multi.tm.example", Type.A).toWire(),
            (_, reply) -> {
              List<String> addresses = answer(reply);
              assertThat(addresses).as(options).doesNotHaveDuplicates().hasSize(wanted);
              seen.addAll(addresses);
            });
        assertThat(seen).as(options).hasSize(affinity.equals("none") ? 10 : wanted);
      }
    }
  }

  @Test
  void losingAnEndpointMovesOnlyTheClientsThatItHad() throws Exception {
    put(
        "kept",
        "Weighted",
        "\"affinity\": \"client\"",
        List.of("192.0.2.1*1", "192.0.2.2*2", "192.0.2.3*3", "192.0.2.4*4"));
    String[] before = ofEachNetwork("kept.tm.example");
    assertThat(ofEachNetwork("kept.tm.example")).as("asked again").isEqualTo(before);
    write("PATCH", "/v1/profiles/kept/endpoints/192.0.2.2", "{\"endpointStatus\": \"Disabled\"}");
    String[] after = ofEachNetwork("kept.tm.example");
    Map<String, Integer> moved = new HashMap<>();
    for (int i = 0; i < NETWORKS; i++) {
      if (before[i].equals("192.0.2.2")) {
        moved.merge(after[i], 1, Integer::sum);
      } else {
        assertThat(after[i]).isEqualTo(before[i]);
      }
    }
    double share = moved.values().stream().mapToInt(Integer::intValue).sum() / (double) NETWORKS;
    assertThat(share).as("share of the lost endpoint").isCloseTo(0.2, within(0.01));
    // What it had goes to the others by their weights.
    assertThat(share(moved, "192.0.2.1")).isCloseTo(1 / 8.0, within(0.03));
    assertThat(share(moved, "192.0.2.3")).isCloseTo(3 / 8.0, within(0.03));
    assertThat(share(moved, "192.0.2.4")).isCloseTo(4 / 8.0, within(0.03));

    write("PATCH", "/v1/profiles/kept/endpoints/192.0.2.2", "{\"endpointStatus\": \"Enabled\"}");
    assertThat(ofEachNetwork("kept.tm.example")).as("once it is back").isEqualTo(before);
  }

  /** What each of the client networks is answered. */
  private static String[] ofEachNetwork(String name) throws IOException {
    String[] answers = new String[NETWORKS];
    Load.ask(
        running.node.dnsAddresses().getFirst(),
        NETWORKS,
        network -> {
          try {
            String address = IpAddress.v4(0x0a00_0000 + (network << 8)).toString();
            return DnsClient.query(name, Type.A, address, 24).toWire();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        (network, reply) -> answers[network] = answer(reply).getFirst());
    return answers;
  }
}

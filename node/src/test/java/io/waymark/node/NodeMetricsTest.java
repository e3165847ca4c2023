package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.node.metrics.Metric;
import io.waymark.node.settings.NodeSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** What a scraper reads from a whole node. */
final class NodeMetricsTest {
  private static final Map<String, Metric> METRICS =
      Arrays.stream(Metric.values()).collect(Collectors.toMap(Metric::title, Function.identity()));

  @TempDir Path data;

  @Test
  void everySeriesIsOfADescribedMetric() throws Exception {
    try (RunningNode running = new RunningNode(data)) {
      Map<String, String> help = new HashMap<>();
      Map<String, String> type = new HashMap<>();
      Set<String> seen = new TreeSet<>();
      for (String line : scrape(running).lines().toList()) {
        String[] words = line.split(" ", 4);
        if (line.startsWith("# HELP ")) {
          help.put(words[2], words[3]);
        } else if (line.startsWith("# TYPE ")) {
          type.put(words[2], words[3]);
        } else {
          seen.add(line.split("[{ ]", 2)[0]);
        }
      }
      assertThat(seen).isEqualTo(new TreeSet<>(METRICS.keySet()));
      assertThat(seen)
          .allSatisfy(name -> {
            Metric metric = Objects.requireNonNull(METRICS.get(name));
            assertThat(name).startsWith("waymark_");
            assertThat(help).containsEntry(name, metric.help());
            assertThat(type).containsEntry(name, metric.counter() ? "counter" : "gauge");
          });
    }
  }

  @Test
  void queriesMoveTheCounters() throws Exception {
    try (RunningNode running = new RunningNode(data)) {
      Map<String, Double> before = values(running);
      assertThat(before.get("waymark_dns_queries_total{transport=\"udp\"}")).isZero();
      running.dig("ns1.tm.example", Type.A);
      running.dig("ns1.tm.example", Type.AAAA);
      running.dig("nobody.tm.example", Type.A);
      running.dig("shop.other.example", Type.A);
      digOverTcp(running, "nobody.tm.example");
      Map<String, Double> moved = moved(before, values(running), "waymark_dns_");
      moved.remove("waymark_dns_udp_allocated_bytes");
      assertThat(moved)
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "waymark_dns_queries_total{transport=\"udp\"}", 4.0,
                  "waymark_dns_queries_total{transport=\"tcp\"}", 1.0,
                  "waymark_dns_responses_total{rcode=\"NOERROR\"}", 2.0,
                  "waymark_dns_responses_total{rcode=\"NXDOMAIN\"}", 2.0,
                  "waymark_dns_responses_total{rcode=\"REFUSED\"}", 1.0,
                  "waymark_dns_nodata_total", 1.0));
    }
  }

  @Test
  void anEditMovesWhatItGoesThrough() throws Exception {
    try (RunningNode running = new RunningNode(data)) {
      Map<String, Double> before = values(running);
      assertThat(
              running
                  .http(
                      "PUT",
                      "/v1/profiles/shop",
                      """
                      {"trafficRoutingMethod": "Weighted",
                       "monitorConfig": {"protocol": "TCP", "port": 1},
                       "endpoints": [{"name": "a", "type": "External", "target": "127.0.0.1"}]}
                      """)
                  .statusCode())
          .isEqualTo(201);
      RunningNode.await(
          "the probe failed",
          () -> value(running, "waymark_probes_failed_total{kind=\"connect\"}") > 0);
      RunningNode.await(
          "the write is counted",
          () -> value(running, "waymark_store_writes_total{outcome=\"stored\"}") > 0);
      Map<String, Double> moved = moved(before, values(running), "waymark_");
      assertThat(moved)
          .containsEntry("waymark_table_names", 1.0)
          .containsEntry("waymark_store_writes_total{outcome=\"stored\"}", 1.0)
          .containsKeys(
              "waymark_table_version",
              "waymark_store_write_seconds_total",
              "waymark_probes_started_total",
              "waymark_http_requests_total{status=\"2xx\"}",
              "waymark_process_cpu_seconds_total",
              "waymark_process_uptime_seconds")
          .doesNotContainKeys(
              "waymark_probes_passed_total",
              "waymark_store_pending_writes",
              "waymark_store_writes_total{outcome=\"failed\"}",
              "waymark_audit_lost_total",
              "waymark_http_requests_total{status=\"5xx\"}");
    }
  }

  @Test
  void theBuildIsNamed() throws Exception {
    try (RunningNode running = new RunningNode(data)) {
      Build build = Build.read();
      assertThat(values(running))
          .containsEntry(
              "waymark_build_info{commit=\"%s\",version=\"%s\"}"
                  .formatted(build.commit(), build.version()),
              1.0);
    }
  }

  @Test
  void needsNoTokenWhereTheSettingsSaySo() throws Exception {
    NodeSettings shut = RunningNode.settings(data);
    try (RunningNode running = new RunningNode(data, shut)) {
      assertThat(statusWithoutToken(running)).isEqualTo(401);
    }
    NodeSettings open =
        new NodeSettings(
            shut.node(),
            shut.dns(),
            shut.fleet(),
            new NodeSettings.Admin(shut.admin().listen(), false, true, null),
            shut.prober(),
            shut.location(),
            shut.log());
    try (RunningNode running = new RunningNode(data, open)) {
      assertThat(statusWithoutToken(running)).isEqualTo(200);
    }
  }

  private static int statusWithoutToken(RunningNode running) throws Exception {
    URI metrics =
        URI.create("http://127.0.0.1:" + running.node.adminAddress().getPort() + "/metrics");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  private static void digOverTcp(RunningNode running, String name) throws Exception {
    SimpleResolver resolver = new SimpleResolver(running.node.dnsAddresses().getFirst());
    resolver.setTCP(true);
    resolver.setTimeout(Duration.ofSeconds(5));
    resolver.send(
        Message.newQuery(Record.newRecord(Name.fromString(name + "."), Type.A, DClass.IN)));
  }

  private static String scrape(RunningNode running) throws Exception {
    HttpResponse<String> response = running.http("GET", "/metrics", "");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  /** From a series, as it is written, to its value. */
  private static Map<String, Double> values(RunningNode running) throws Exception {
    List<String> lines = scrape(running).lines().filter(line -> !line.startsWith("#")).toList();
    return lines.stream()
        .collect(
            Collectors.toMap(
                line -> line.substring(0, line.lastIndexOf(' ')),
                line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1))));
  }

  private static double value(RunningNode running, String series) {
    try {
      return Objects.requireNonNull(values(running).get(series));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** How far each series of this prefix went. */
  private static Map<String, Double> moved(
      Map<String, Double> before, Map<String, Double> after, String prefix) {
    Map<String, Double> moved = new HashMap<>();
    after.forEach((series, value) -> {
      double by = value - Objects.requireNonNull(before.get(series));
      if (series.startsWith(prefix) && by != 0) {
        moved.put(series, by);
      }
    });
    return moved;
  }
}

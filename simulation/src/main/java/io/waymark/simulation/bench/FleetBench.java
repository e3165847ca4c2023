package io.waymark.simulation.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Three nodes that agree: how long an edit and an endpoint's death take to all answers, how long an
 * import takes, and what the fleet costs while nothing happens.
 */
final class FleetBench {
  /**
   * What is done.
   *
   * @param edits one after the other, through each node in turn
   * @param deaths of an endpoint, each followed by its return
   * @param profiles that are imported through one node
   * @param endpoints of each of them
   * @param idleSeconds that are watched after the import
   */
  record Load(int edits, int deaths, int profiles, int endpoints, double idleSeconds) {}

  private static final String EDITED = "edited";
  private static final String WATCHED = "watched";
  private static final int IMPORT_MAX_SECONDS = 600;
  private static final int DOWN = 503;
  private static final int UP = 200;

  private final Workbench bench;
  private final Consumer<String> progress;

  FleetBench(Workbench bench, Consumer<String> progress) {
    this.bench = bench;
    this.progress = progress;
  }

  FleetOutcome run(Load load) throws IOException, InterruptedException {
    double[] edits;
    double[] deaths;
    try (FleetNodes fleet = FleetNodes.start(bench, "fleet", "-Xmx512m", true)) {
      progress.accept("three nodes hear each other");
      edits = edits(fleet, load.edits());
      progress.accept("edits: " + FleetOutcome.spread(edits));
      deaths = deaths(fleet, load.deaths());
      progress.accept("deaths: " + FleetOutcome.spread(deaths));
    }
    try (FleetNodes fleet = FleetNodes.start(bench, "importing", "-Xmx1536m", false)) {
      return imported(fleet, load, edits, deaths);
    }
  }

  /** From the sending of an edit to the first moment when all nodes answer with it. */
  private double[] edits(FleetNodes fleet, int count) throws IOException, InterruptedException {
    fleet.node(0).api().put(EDITED, alwaysServed("198.51.100.1"));
    double[] millis = new double[count];
    try (AnswerWatch watch = new AnswerWatch(EDITED + "." + Workload.ZONE, fleet.dnsPorts())) {
      watch.await("198.51.100.1");
      for (int i = 0; i < count; i++) {
        String address = "192.0.2." + (1 + i % 250);
        NodeApi api = fleet.node(i).api();
        ObjectNode patch = JsonNodeFactory.instance.objectNode().put("target", address);
        long began = System.currentTimeMillis();
        Thread edit =
            Thread.ofVirtual().start(() -> api.patchEndpointUnchecked(EDITED, "only", patch));
        long[] answered = watch.await(address);
        millis[i] = Arrays.stream(answered).max().orElseThrow() - began;
        edit.join();
      }
    }
    return millis;
  }

  private static ObjectNode alwaysServed(String address) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("trafficRoutingMethod", "Priority");
    document.putObject("dnsConfig").put("ttl", 0);
    document.putObject("monitorConfig").put("protocol", "TCP").put("port", 80);
    document
        .putArray("endpoints")
        .addObject()
        .put("name", "only")
        .put("type", "External")
        .put("target", address)
        .put("alwaysServe", "Enabled");
    return document;
  }

  /** From the vote that decides that an endpoint is down to when no node answers with it. */
  private double[] deaths(FleetNodes fleet, int count) throws IOException, InterruptedException {
    int[] status = {UP};
    HttpServer site =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    site.createContext(
        "/",
        exchange -> {
          synchronized (status) {
            exchange.sendResponseHeaders(status[0], -1);
          }
          exchange.close();
        });
    site.start();
    double[] millis = new double[count];
    try (AnswerWatch watch = new AnswerWatch(WATCHED + "." + Workload.ZONE, fleet.dnsPorts())) {
      fleet.node(0).api().put(WATCHED, probed(site.getAddress().getPort()));
      watch.await("127.0.0.1");
      fleet.await(
          "the endpoint is online", 60, () -> votes(fleet, "Up").size() == FleetNodes.COUNT);
      for (int i = 0; i < count; i++) {
        set(status, DOWN);
        long[] answered = watch.await("192.0.2.1");
        fleet.await("all have voted", 60, () -> votes(fleet, "Down").size() == FleetNodes.COUNT);
        List<Long> votes = votes(fleet, "Down");
        // Two of three decide.
        millis[i] = Arrays.stream(answered).max().orElseThrow() - votes.get(1);
        set(status, UP);
        watch.await("127.0.0.1");
        fleet.await("all have voted", 60, () -> votes(fleet, "Up").size() == FleetNodes.COUNT);
      }
    } finally {
      site.stop(0);
    }
    return millis;
  }

  private static void set(int[] status, int now) {
    synchronized (status) {
      status[0] = now;
    }
  }

  private static ObjectNode probed(int port) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("trafficRoutingMethod", "Priority");
    document.putObject("dnsConfig").put("ttl", 0);
    document
        .putObject("monitorConfig")
        .put("protocol", "HTTP")
        .put("port", port)
        .put("path", "/")
        .put("intervalInSeconds", 1)
        .put("timeoutInSeconds", 1)
        .put("toleratedNumberOfFailures", 0);
    ArrayNode endpoints = document.putArray("endpoints");
    endpoints.addObject().put("name", "first").put("type", "External").put("target", "127.0.0.1");
    endpoints
        .addObject()
        .put("name", "second")
        .put("type", "External")
        .put("target", "192.0.2.1")
        .put("alwaysServe", "Enabled");
    return document;
  }

  /** When each node came to that vote on the first endpoint, as it tells itself; sorted. */
  private static List<Long> votes(FleetNodes fleet, String vote)
      throws IOException, InterruptedException {
    List<Long> since = new ArrayList<>();
    for (NodeUnderTest node : fleet.nodes()) {
      JsonNode health = node.api().get("/v1/profiles/" + WATCHED + "/health");
      for (JsonNode one : health.at("/endpoints/0/votes")) {
        boolean own = one.path("node").asText().equals(node.server().name());
        if (own && one.path("vote").asText().equals(vote)) {
          since.add(Instant.parse(one.path("since").asText()).toEpochMilli());
        }
      }
    }
    since.sort(null);
    return since;
  }

  private FleetOutcome imported(FleetNodes fleet, Load load, double[] edits, double[] deaths)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    fleet.node(0).api().apply(0, load.profiles(), i -> imported(i, load.endpoints()));
    double acknowledged = (System.nanoTime() - began) / 1e9;
    String last = "/v1/profiles/" + imported(load.profiles() - 1, 1).path("name").asText();
    for (NodeUnderTest node : fleet.nodes()) {
      fleet.await(
          "the last profile is everywhere",
          IMPORT_MAX_SECONDS,
          () -> node.api().get(last).has("name"));
    }
    fleet.await("all nodes agree", IMPORT_MAX_SECONDS, fleet::agree);
    double everywhere = (System.nanoTime() - began) / 1e9;
    progress.accept(
        String.format(
            Locale.ROOT, "imported in %.1f s, everywhere after %.1f s", acknowledged, everywhere));
    List<Long> heap = new ArrayList<>();
    for (NodeUnderTest node : fleet.nodes()) {
      heap.add(node.server().gauge(Gauges.HEAP));
    }
    // Until what the import left behind has been compared by gossip.
    TimeUnit.SECONDS.sleep(5);
    long cpu = processorMicros(fleet);
    long written = bytesWritten(fleet);
    long from = System.nanoTime();
    TimeUnit.NANOSECONDS.sleep((long) (load.idleSeconds() * 1e9));
    double seconds = (System.nanoTime() - from) / 1e9;
    return new FleetOutcome(
        load,
        edits,
        deaths,
        acknowledged,
        everywhere,
        heap,
        (bytesWritten(fleet) - written) / seconds / FleetNodes.COUNT,
        (processorMicros(fleet) - cpu) / 1e6 / seconds / FleetNodes.COUNT,
        fleet.logged("oversized"));
  }

  private static long processorMicros(FleetNodes fleet) {
    return fleet.nodes().stream().mapToLong(node -> node.server().processorMicros()).sum();
  }

  /** What the processes wrote to sockets and files, by the kernel's count. */
  private static long bytesWritten(FleetNodes fleet) throws IOException {
    long bytes = 0;
    for (NodeUnderTest node : fleet.nodes()) {
      Path io = Path.of("/proc/" + node.server().process().pid() + "/io");
      bytes +=
          Files.readAllLines(io).stream()
              .filter(line -> line.startsWith("wchar:"))
              .mapToLong(line -> Long.parseLong(line.substring("wchar:".length()).strip()))
              .sum();
    }
    return bytes;
  }

  private static ObjectNode imported(int number, int endpoints) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("name", String.format(Locale.ROOT, "imported-%05d", number));
    document.put("trafficRoutingMethod", "Weighted");
    document.putObject("dnsConfig").put("ttl", 30);
    document.putObject("monitorConfig").put("protocol", "TCP").put("port", 443);
    ArrayNode list = document.putArray("endpoints");
    for (int i = 0; i < endpoints; i++) {
      list.addObject()
          .put("name", "endpoint-" + i)
          .put("type", "External")
          .put("target", "e" + i + ".p" + number + ".app.example")
          .put("weight", 1 + i);
    }
    return document;
  }
}

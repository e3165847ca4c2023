package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.net.Prefix;
import io.waymark.protocol.profile.GeoCodes;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/**
 * What a node that has location data explains over HTTP, beside what it answers over UDP and beside
 * the data themselves: random profiles of all methods that nest each other, for random clients.
 */
final class ExplainPlacesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SEED = Long.getLong("places.seed", 11);

  /** Each twelve of them nest some of those before. */
  private static final int PROFILES = 48;

  private static final int LEVEL = 12;
  private static final int QUESTIONS = Integer.getInteger("places.questions", 400);
  private static final int[] TYPES = {Type.A, Type.AAAA, Type.CNAME, Type.ANY, Type.TXT};

  /** A site answers at each of the first three; nothing listens at the others. */
  private static final List<String> FOUR =
      List.of("127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.0.6", "127.0.0.7");

  private static final List<String> SIX =
      List.of("2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8::4");
  private static final List<String> CODES =
      List.of(
          "WORLD", "GEO-EU", "GEO-NA", "GEO-AS", "US", "US-WA", "CA-QC", "FR", "ES", "MX", "TR",
          "JP");
  private static final List<String> METHODS =
      List.of("Priority", "Weighted", "Performance", "Geographic", "Subnet", "MultiValue");

  @TempDir static Path data;

  private static final Random RANDOM = new Random(SEED);
  private static final KnownPlaces PLACES = new KnownPlaces(RANDOM);
  private static final Map<String, JsonNode> DOCUMENTS = new HashMap<>();
  private static Contoso contoso;

  @BeforeAll
  static void start() throws Exception {
    contoso = Contoso.start(data, PLACES.write(data));
    ArrayNode profiles = JSON.createArrayNode();
    for (int i = 0; i < PROFILES; i++) {
      List<String> children = new ArrayList<>();
      for (int child = 0; child < i / LEVEL * LEVEL; child++) {
        children.add("p" + child);
      }
      ObjectNode profile = profile("p" + i, children);
      DOCUMENTS.put("p" + i, profile);
      profiles.add(profile);
    }
    HttpResponse<String> applied = contoso.running.http("POST", "/v1/apply", profiles.toString());
    assertThat(applied.statusCode()).as(applied.body()).isEqualTo(200);
    for (String profile : DOCUMENTS.keySet()) {
      RunningNode.await(
          profile + " has been probed",
          () -> !contoso.statuses(profile).containsValue("CheckingEndpoint"));
    }
  }

  @AfterAll
  static void stop() {
    if (contoso != null) {
      contoso.close();
    }
  }

  /** A profile whose answer depends on nothing but statuses and the client. */
  private static ObjectNode profile(String name, List<String> children) {
    int number = Integer.parseInt(name.substring(1));
    // MultiValue nests nothing.
    String method = METHODS.get(number % (children.isEmpty() ? METHODS.size() : 5));
    boolean drawn = List.of("Weighted", "MultiValue").contains(method);
    ObjectNode profile =
        JSON.createObjectNode()
            .put("name", name)
            .put("profileStatus", RANDOM.nextInt(12) == 0 ? "Disabled" : "Enabled")
            .put("trafficRoutingMethod", method)
            .put("maxReturn", 1 + RANDOM.nextInt(8))
            .put("affinity", drawn ? "client" : "none");
    profile.putObject("dnsConfig").put("ttl", RANDOM.nextInt(1_000));
    profile
        .putObject("monitorConfig")
        .put("protocol", "HTTP")
        .put("port", contoso.sites.port())
        .put("path", "/health")
        .put("intervalInSeconds", 1)
        .put("timeoutInSeconds", 1)
        .put("toleratedNumberOfFailures", 0);
    List<String> targets = new ArrayList<>(children);
    targets.addAll(RANDOM.nextInt(3) == 0 ? SIX : FOUR);
    if (method.equals("MultiValue")) {
      targets.clear();
      targets.addAll(FOUR);
      targets.addAll(SIX);
    }
    Collections.shuffle(targets, RANDOM);
    List<String> codes = new ArrayList<>(CODES);
    Collections.shuffle(codes, RANDOM);
    ArrayNode endpoints = profile.putArray("endpoints");
    boolean ranged = method.equals("Subnet") || RANDOM.nextBoolean();
    for (String target : targets.subList(0, 1 + RANDOM.nextInt(Math.min(8, targets.size())))) {
      endpoint(endpoints, target, children.contains(target), codes, ranged);
    }
    return profile;
  }

  private static void endpoint(
      ArrayNode endpoints, String target, boolean nested, List<String> codes, boolean ranged) {
    int index = endpoints.size();
    ObjectNode endpoint =
        endpoints
            .addObject()
            .put("name", "to " + target)
            .put("type", nested ? "Nested" : "External")
            .put("target", target)
            .put("weight", 1 + RANDOM.nextInt(1_000))
            .put("endpointLocation", oneOf(KnownPlaces.REGIONS))
            .put("endpointStatus", RANDOM.nextInt(5) == 0 ? "Disabled" : "Enabled");
    ArrayNode mapping = endpoint.putArray("geoMapping").add(codes.removeLast());
    if (codes.size() > 8) {
      mapping.add(codes.removeLast());
    }
    if (ranged && index > 0) {
      // Each has a sixteenth of 10.0.0.0/8 to itself, and a /36.
      ArrayNode subnets = endpoint.putArray("subnets");
      subnets
          .addObject()
          .put("first", "10." + 16 * index + ".0.0")
          .put("scope", 13 + RANDOM.nextInt(5));
      subnets
          .addObject()
          .put("first", "10." + (16 * index + 8) + ".3.7")
          .put("last", "10." + (16 * index + 8 + RANDOM.nextInt(8)) + ".77.130");
      subnets.addObject().put("first", "2001:db8:" + index + "000::").put("scope", 36);
    }
    if (nested) {
      endpoint.put("minChildEndpoints", 1 + RANDOM.nextInt(2));
    } else if (SIX.contains(target) || RANDOM.nextInt(6) == 0) {
      endpoint.put("alwaysServe", "Enabled");
    }
  }

  private static <T> T oneOf(List<T> choices) {
    return choices.get(RANDOM.nextInt(choices.size()));
  }

  /** A client subnet of any length or, of an address on the loopback, none. */
  private static Asked question() {
    String name = "p" + RANDOM.nextInt(PROFILES) + ".tm.example";
    int type = TYPES[RANDOM.nextInt(TYPES.length)];
    if (RANDOM.nextInt(8) == 0) {
      IpAddress source = IpAddress.v4(0x7f00_0000 + 1 + RANDOM.nextInt(200));
      return new Asked(name, type, Prefix.of(source, source.bits()), false);
    }
    IpAddress address = RANDOM.nextInt(3) == 0 ? PLACES.edge() : PLACES.address();
    // A client network of Weighted is told apart by 24 or 56 bits, and an explanation knows all.
    int least = address.v6() ? 56 : 24;
    int length = least + RANDOM.nextInt(address.bits() - least + 1);
    return new Asked(name, type, Prefix.of(address, length), true);
  }

  @Test
  void isWhatGoesOutAndWhatTheDataSay() throws Exception {
    Set<String> answers = new HashSet<>();
    Set<String> seen = new TreeSet<>();
    for (int i = 0; i < QUESTIONS; i++) {
      Asked asked = question();
      JsonNode told = asked.compare(contoso);
      answers.add(told.get("answer").toString());
      IpAddress client = asked.client().address();
      scopeIsExplained(told, client);
      boolean first = true;
      for (JsonNode step : told.get("steps")) {
        leftOutIsTold(step);
        switch (step.at("/reads/0/what").asText()) {
          case "ranges" -> rangeIsTold(step, client);
          case "place" -> placeIsTold(step, client);
          case "latencies and distances" -> regionsAreTold(step, client);
          default -> assertThat(step.has("considered")).as(step.toString()).isFalse();
        }
        seen.add(step.get("method").asText() + (first ? "" : " below another"));
        step.at("/reads").forEach(read -> seen.add("reads " + read.get("what").asText()));
        step.at("/rows").forEach(row -> seen.add("of " + row.get("of").asText()));
        first = false;
      }
      seen.add(told.at("/answer/rcode").asText() + " " + told.at("/answer/records").isEmpty());
    }
    assertThat(answers).as("different answers").hasSizeGreaterThan(QUESTIONS / 10);
    assertThat(seen)
        .contains("NOERROR false", "NOERROR true", "NXDOMAIN true")
        .contains("of range", "of database", "of latency table")
        .contains("reads ranges", "reads place", "reads latencies and distances")
        .contains("reads client network");
    for (String method : METHODS) {
      assertThat(seen).contains(method, method + " below another");
    }
  }

  private static void scopeIsExplained(JsonNode told, IpAddress client) {
    JsonNode from = told.at("/answer/scopeFrom");
    int scope = told.at("/answer/scope").asInt();
    if (scope == 0) {
      assertThat(from.isMissingNode()).as(told.toString()).isTrue();
      return;
    }
    assertThat(prefix(from.get("prefix"))).as(told.toString()).isEqualTo(Prefix.of(client, scope));
    assertThat(told.get("steps"))
        .as(told.toString())
        .anyMatch(step ->
            step.get("profile").equals(from.get("profile"))
                && step.get("reads").findValues("what").contains(from.get("what")));
    int before = 0;
    for (JsonNode step : told.get("steps")) {
      for (JsonNode read : step.get("reads")) {
        Prefix same = Objects.requireNonNull(prefix(read.get("prefix")));
        assertThat(same.contains(client)).as(told.toString()).isTrue();
        before = Math.max(before, same.length());
      }
      assertThat(step.get("scope").asInt()).as(told.toString()).isEqualTo(before);
    }
    assertThat(before).as(told.toString()).isEqualTo(scope);
  }

  /** Whoever cannot be chosen is left out of each step, and it is said why. */
  private static void leftOutIsTold(JsonNode step) {
    JsonNode profile = document(step);
    if (profile.get("profileStatus").asText().equals("Disabled")) {
      assertThat(step.get("rule").asText()).isEqualTo("the profile is Disabled");
      return;
    }
    Map<String, String> dropped = new HashMap<>();
    step.get("dropped")
        .forEach(one -> dropped.put(one.get("endpoint").asText(), one.get("reason").asText()));
    Map<String, String> statuses = contoso.statuses(profile.get("name").asText());
    boolean available = statuses.containsValue("Online") || statuses.containsValue("Unmonitored");
    boolean geographic = profile.get("trafficRoutingMethod").asText().equals("Geographic");
    boolean ranges = step.at("/reads/0/what").asText().equals("ranges");
    for (JsonNode endpoint : profile.get("endpoints")) {
      String name = endpoint.get("name").asText();
      String status = String.valueOf(statuses.get(name));
      boolean cannot =
          switch (status) {
            case "Disabled" -> true;
            // The ranges of Geographic are of no concern to endpoints that have none.
            case "Stopped" -> !(geographic && ranges) || endpoint.has("subnets");
            case "Degraded" -> available && !geographic;
            default -> false;
          };
      if (cannot) {
        assertThat(dropped).as("%s: %s", step, statuses).containsEntry(name, status);
        assertThat(step.get("because").asText()).isNotEqualTo("chose " + name);
      }
    }
  }

  private static void rangeIsTold(JsonNode step, IpAddress client) {
    Prefix row = prefix(step.get("prefix"));
    String holder = null;
    for (JsonNode endpoint : document(step).get("endpoints")) {
      boolean off = endpoint.get("endpointStatus").asText().equals("Disabled");
      for (JsonNode range : endpoint.path("subnets")) {
        IpAddress first = IpAddress.parse(range.get("first").asText());
        IpAddress last =
            range.has("last")
                ? IpAddress.parse(range.get("last").asText())
                : Prefix.of(first, range.get("scope").asInt()).last();
        boolean holds =
            first.v6() == client.v6()
                && first.compareTo(client) <= 0
                && client.compareTo(last) <= 0;
        if (holds && !off) {
          holder = endpoint.get("name").asText();
          assertThat(row).as(step.toString()).isNotNull();
          assertThat(first.compareTo(row.first()) <= 0 && row.last().compareTo(last) <= 0)
              .as(step.toString())
              .isTrue();
        }
      }
    }
    if (holder == null) {
      assertThat(row).as(step.toString()).isNull();
      assertThat(step.get("rule").asText()).startsWith("no range holds " + client);
    } else {
      assertThat(step.get("rule").asText()).contains(" is mapped to " + holder + ", which is ");
    }
  }

  private static void placeIsTold(JsonNode step, IpAddress client) {
    assertThat(prefix(step.get("prefix")))
        .as(step.toString())
        .isEqualTo(PLACES.databaseRow(client));
    Map<String, String> mapped = new HashMap<>();
    for (JsonNode endpoint : document(step).get("endpoints")) {
      if (endpoint.get("endpointStatus").asText().equals("Enabled")) {
        endpoint
            .get("geoMapping")
            .forEach(code -> mapped.put(code.asText(), endpoint.get("name").asText()));
      }
    }
    List<String> climbed = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (String code : GeoCodes.climb(GeoCodes.number(PLACES.code(client)))) {
      climbed.add(code);
      if (mapped.containsKey(code)) {
        found.add(mapped.get(code));
        break;
      }
    }
    assertThat(step.get("considered"))
        .as(step.toString())
        .extracting(one -> one.get("name").asText())
        .containsExactlyElementsOf(climbed);
    List<String> told = new ArrayList<>();
    step.get("considered").forEach(one -> one.get("endpoints").forEach(e -> told.add(e.asText())));
    assertThat(told).as(step.toString()).isEqualTo(found);
    if (found.isEmpty()) {
      assertThat(step.get("because").asText()).contains("neither it nor a wider place is mapped");
    } else {
      assertThat(step.get("because").asText())
          .matches(because ->
              because.equals("chose " + found.getFirst())
                  || because.contains(found.getFirst() + ", which is Stopped"));
    }
  }

  private static void regionsAreTold(JsonNode step, IpAddress client) {
    Map<String, @Nullable Prefix> rows = new HashMap<>();
    step.get("rows").forEach(row -> rows.put(row.get("of").asText(), prefix(row.get("prefix"))));
    assertThat(rows.get("latency table")).as(step.toString()).isEqualTo(PLACES.latencyRow(client));
    assertThat(rows.get("database")).as(step.toString()).isEqualTo(PLACES.databaseRow(client));
    double before = 0;
    int kilometres = 0;
    for (JsonNode region : step.get("considered")) {
      Double measured = PLACES.milliseconds(client, region.get("name").asText());
      assertThat(region.has("latencyMs")).as(step.toString()).isEqualTo(measured != null);
      assertThat(region.has("kilometres"))
          .as(step.toString())
          .isEqualTo(PLACES.databaseRow(client) != null);
      double now = measured == null ? Double.MAX_VALUE : measured;
      if (measured != null) {
        assertThat(region.get("latencyMs").asDouble()).isEqualTo(measured);
      }
      assertThat(now).as("nearest first: %s", step).isGreaterThanOrEqualTo(before);
      int distance = region.path("kilometres").asInt(0);
      if (now == before) {
        assertThat(distance).as("nearest first: %s", step).isGreaterThanOrEqualTo(kilometres);
      }
      before = now;
      kilometres = distance;
      for (JsonNode endpoint : region.get("endpoints")) {
        assertThat(document(step).get("endpoints"))
            .anyMatch(one ->
                one.get("name").equals(endpoint)
                    && KnownPlaces.region(one).equals(region.get("name").asText()));
      }
    }
    JsonNode nearest = step.at("/considered/0");
    Double measured = PLACES.milliseconds(client, nearest.get("name").asText());
    assertThat(prefix(step.get("prefix")))
        .as(step.toString())
        .isEqualTo(measured != null ? PLACES.latencyRow(client) : PLACES.databaseRow(client));
    List<String> nearestEndpoints = new ArrayList<>();
    nearest.get("endpoints").forEach(one -> nearestEndpoints.add("chose " + one.asText()));
    assertThat(step.get("because").asText()).isIn(nearestEndpoints);
  }

  private static JsonNode document(JsonNode step) {
    return Objects.requireNonNull(DOCUMENTS.get(step.get("profile").asText()));
  }

  private static @Nullable Prefix prefix(JsonNode text) {
    return text.isNull() ? null : Prefix.parse(text.asText());
  }
}

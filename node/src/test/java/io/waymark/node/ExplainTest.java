package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.net.Prefix;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/** What a running node explains over HTTP, beside what it answers over UDP. */
final class ExplainTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Each ten of them nest some of those before. */
  private static final int PROFILES = 30;

  private static final int LEVEL = 10;
  private static final int QUESTIONS = 400;
  private static final int[] TYPES = {Type.A, Type.AAAA, Type.CNAME, Type.ANY, Type.TXT};

  /** Blocks of eight that the first octets of addresses fall into. */
  private static final int EIGHTHS = 32;

  /** Sites answer at the first three; nothing listens at the others. */
  private static final List<String> ADDRESSES =
      List.of("127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.0.6", "127.0.0.7");

  private static final List<String> SIX =
      List.of("2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8::4");
  private static final List<String> NAMES =
      List.of(
          "contoso-us.cloudapp.example",
          "contoso-eu.cloudapp.example",
          "contoso-asia.cloudapp.example",
          "closed.cloudapp.example");

  @TempDir static Path data;

  private static Contoso contoso;
  private final Random random = new Random(7);

  @BeforeAll
  static void start() throws Exception {
    contoso = Contoso.start(data);
  }

  @AfterAll
  static void stop() {
    if (contoso != null) {
      contoso.close();
    }
  }

  /** A profile whose answer depends on nothing but statuses and the client. */
  private ObjectNode profile(String name, List<String> children) {
    String method =
        children.isEmpty()
            ? oneOf(List.of("Priority", "Weighted", "MultiValue", "Performance", "Subnet"))
            : oneOf(List.of("Priority", "Weighted", "Performance", "Subnet"));
    ObjectNode profile =
        JSON.createObjectNode()
            .put("name", name)
            .put("profileStatus", random.nextInt(10) == 0 ? "Disabled" : "Enabled")
            .put("trafficRoutingMethod", method)
            .put("maxReturn", 1 + random.nextInt(8))
            .put(
                "affinity", List.of("Weighted", "MultiValue").contains(method) ? "client" : "none");
    profile.putObject("dnsConfig").put("ttl", random.nextInt(1_000));
    profile
        .putObject("monitorConfig")
        .put("protocol", "HTTP")
        .put("port", contoso.sites.port())
        .put("path", "/health")
        .put("intervalInSeconds", 1)
        .put("timeoutInSeconds", 1)
        .put("toleratedNumberOfFailures", 0);
    List<String> targets = new ArrayList<>();
    if (method.equals("MultiValue")) {
      targets.addAll(ADDRESSES);
      targets.addAll(SIX);
    } else {
      targets.addAll(oneOf(List.of(ADDRESSES, SIX, NAMES)));
      targets.addAll(children);
    }
    Collections.shuffle(targets, random);
    ArrayNode endpoints = profile.putArray("endpoints");
    for (String target :
        targets.subList(0, 1 + random.nextInt(Math.min(EIGHTHS, targets.size())))) {
      boolean nested = children.contains(target);
      ObjectNode endpoint =
          endpoints
              .addObject()
              .put("name", "to " + target)
              .put("type", nested ? "Nested" : "External")
              .put("target", target)
              .put("weight", 1 + random.nextInt(1_000))
              .put("endpointLocation", oneOf(List.of("north", "south", "east")))
              .put("endpointStatus", random.nextInt(5) == 0 ? "Disabled" : "Enabled");
      if (endpoints.size() > 1 && endpoints.size() <= EIGHTHS) {
        endpoint
            .putArray("subnets")
            .addObject()
            .put("first", 8 * (endpoints.size() - 1) + ".0.0.0")
            .put("scope", 5);
      }
      if (nested) {
        endpoint.put("minChildEndpoints", 1 + random.nextInt(2));
      } else if (SIX.contains(target) || random.nextInt(6) == 0) {
        endpoint.put("alwaysServe", "Enabled");
      }
    }
    return profile;
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** Asks for a random client. */
  private JsonNode compare(String name, int type) throws Exception {
    boolean subnet = random.nextInt(4) != 0;
    boolean six = subnet && random.nextBoolean();
    IpAddress client =
        six
            ? new IpAddress(true, 0x2001_0db8_0000_0000L | random.nextInt(1 << 24) << 8, 1)
            : IpAddress.v4(subnet ? random.nextInt() : 0x7f00_0000 + 1 + random.nextInt(200));
    return new Asked(name, type, Prefix.of(client, client.bits()), subnet).compare(contoso);
  }

  @Test
  void isWhatGoesOutWhereNothingIsDrawn() throws Exception {
    ArrayNode profiles = JSON.createArrayNode();
    List<String> names = new ArrayList<>();
    List<String> children = List.of();
    for (int i = 0; i < PROFILES; i++) {
      if (i % LEVEL == 0) {
        children = List.copyOf(names);
      }
      profiles.add(profile("p" + i, children));
      names.add("p" + i);
    }
    HttpResponse<String> applied = contoso.running.http("POST", "/v1/apply", profiles.toString());
    assertThat(applied.statusCode()).as(applied.body()).isEqualTo(200);
    for (int i = 0; i < PROFILES; i++) {
      String profile = "p" + i;
      RunningNode.await(
          profile + " has been probed",
          () -> !contoso.statuses(profile).containsValue("CheckingEndpoint"));
    }
    Set<String> answers = new HashSet<>();
    Set<String> methods = new HashSet<>();
    for (int i = 0; i < QUESTIONS; i++) {
      JsonNode told =
          compare("p" + random.nextInt(PROFILES) + ".tm.example", TYPES[random.nextInt(5)]);
      answers.add(told.get("answer").toString());
      told.get("steps")
          .forEach(step -> methods.add(step.get("method").asText() + told.get("steps").size()));
    }
    assertThat(answers).as("different answers").hasSizeGreaterThan(QUESTIONS / 10);
    assertThat(methods)
        .as("methods, alone and below others")
        .contains(
            "Priority1",
            "Weighted1",
            "MultiValue1",
            "Subnet1",
            "Performance2",
            "Priority2",
            "Weighted2");
  }

  @Test
  void takesAMappedAddressForTheOneWithin() throws Exception {
    String path = "/v1/explain?name=ns1.tm.example&type=A&client=";
    assertThat(contoso.running.get(path + "::ffff:198.51.100.7"))
        .contains("IN A 192.0.2.53")
        .isEqualTo(contoso.running.get(path + "198.51.100.7"));
  }

  @Test
  void isWhatGoesOutForNamesThatNoProfileHas() throws Exception {
    assertThat(compare("nope.tm.example", Type.A).at("/answer/rcode").asText())
        .isEqualTo("NXDOMAIN");
    assertThat(compare("tm.example", Type.NS).at("/answer/records")).hasSize(1);
    assertThat(compare("tm.example", Type.SOA).at("/answer/records")).hasSize(1);
    assertThat(compare("ns1.tm.example", Type.A).at("/answer/records/0").asText())
        .endsWith("IN A 192.0.2.53");
  }
}

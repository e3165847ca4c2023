package io.waymark.protocol.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.protocol.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A profile as a document and as canonical bytes. */
final class ProfileDocumentTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Defaults NOTHING = new Defaults(null, null);

  private static final String SAMPLE =
      """
      { "name": "partners", "dnsConfig": { "relativeName": "partners", "zone": "tm.example", "ttl": 30 },
        "profileStatus": "Enabled", "trafficRoutingMethod": "Priority", "maxReturn": 2,
        "affinity": "none", "onAllDown": "all", "quorum": 0.5, "probesPerEndpoint": 3,
        "monitorConfig": { "protocol": "HTTP", "port": 8081, "path": "/health",
          "intervalInSeconds": 10, "timeoutInSeconds": 5, "toleratedNumberOfFailures": 1,
          "successesToRecover": 1, "validateCertificate": false, "customHeaders": [],
          "expectedStatusCodeRanges": [ { "min": 200, "max": 299 } ] },
        "endpoints": [
          { "name": "eu", "type": "External", "target": "eu.app.example",
            "endpointStatus": "Enabled", "alwaysServe": "Disabled", "weight": 1, "priority": 1,
            "endpointLocation": "westeurope", "geoMapping": ["GEO-EU"],
            "subnets": [ { "first": "198.51.100.0", "scope": 24 } ], "customHeaders": [] },
          { "name": "nested", "type": "Nested", "target": "other-profile", "minChildEndpoints": 1,
            "minChildEndpointsIPv4": 0, "minChildEndpointsIPv6": 0, "priority": 2 } ] }
      """;

  @Test
  void parsingWhatWasPrintedGivesTheSameProfile() {
    Seeds.forEach(
        1_000,
        random -> {
          Profile profile = RandomProfiles.valid(random);
          JsonNode document = JSON.readTree(ProfileDocument.print(profile).toString());
          assertThat(ProfileDocument.parse(document, NOTHING)).isEqualTo(new Parsed.Valid(profile));
        });
  }

  @Test
  void decodingWhatWasEncodedGivesTheSameProfile() {
    Seeds.forEach(
        1_000,
        random -> {
          Profile profile = RandomProfiles.valid(random);
          byte[] bytes = ProfileDocument.encode(profile);
          assertThat(ProfileDocument.decode(bytes)).isEqualTo(profile);
          assertThat(ProfileDocument.encode(ProfileDocument.decode(bytes))).isEqualTo(bytes);
        });
  }

  @Test
  void differentProfilesHaveDifferentBytes() {
    Seeds.forEach(
        300,
        random -> {
          Profile one = RandomProfiles.valid(random, "shop", List.of());
          Profile two = RandomProfiles.valid(random, "shop", List.of());
          assertThat(Arrays.equals(ProfileDocument.encode(one), ProfileDocument.encode(two)))
              .isEqualTo(one.equals(two));
        });
  }

  @Test
  void printsEveryFieldInTheOrderOfTheSample() throws Exception {
    Profile profile = Documents.valid(ProfileDocument.parse(JSON.readTree(SAMPLE), NOTHING));
    ObjectNode printed = (ObjectNode) JSON.readTree(SAMPLE);
    ((ObjectNode) printed.get("dnsConfig")).put("fqdn", "partners.tm.example");
    ObjectNode nested = (ObjectNode) printed.get("endpoints").get(1);
    nested.remove("priority");
    nested
        .put("endpointStatus", "Enabled")
        .put("alwaysServe", "Disabled")
        .put("weight", 1)
        .put("priority", 2);
    nested.set("geoMapping", nested.arrayNode());
    nested.set("subnets", nested.arrayNode());
    nested.set("customHeaders", nested.arrayNode());
    assertThat(ProfileDocument.print(profile)).hasToString(printed.toString());
    assertThat(ProfileDocument.print(profile.endpoints().get(1))).hasToString(nested.toString());
  }

  @Test
  void whatIsNotSaidHasItsDefault() {
    Profile profile = Documents.profile("{}");
    assertThat(profile.dnsConfig()).isEqualTo(new DnsConfig("shop", "tm.example", 30));
    assertThat(profile.enabled()).isTrue();
    assertThat(profile.maxReturn()).isEqualTo(2);
    assertThat(profile.affinity()).isEqualTo(Affinity.NONE);
    assertThat(profile.onAllDown()).isEqualTo(OnAllDown.ALL);
    assertThat(profile.quorum()).isEqualTo(new Quorum.Share(0.5));
    assertThat(profile.probesPerEndpoint()).isEqualTo(3);
    assertThat(profile.endpoints())
        .containsExactly(
            new Endpoint(
                "eu",
                EndpointType.EXTERNAL,
                "eu.app.example",
                true,
                false,
                1,
                1,
                null,
                List.of(),
                List.of(),
                List.of(),
                1,
                0,
                0));
  }

  @Test
  void nullMeansTheDefaultToo() {
    assertThat(
            ProfileDocument.parse(
                Documents.json(
                    """
                    {trafficRoutingMethod: 'Weighted', maxReturn: null, monitorConfig: null,
                     dnsConfig: {ttl: null}, quorum: null, probesPerEndpoint: null,
                     endpoints: [{name: 'eu', target: 'eu.app.example', weight: null, type: null,
                      geoMapping: null, subnets: null, targetResourceId: null}]}
                    """),
                Documents.DEFAULTS))
        .isEqualTo(new Parsed.Valid(Documents.profile("{}")));
  }

  @Test
  void anExportOfAResourceManagerIsReadAsItIs() {
    JsonNode export =
        Documents.json(
            """
            {id: '/subscriptions/0/resourceGroups/g/providers/Microsoft.Network/trafficManagerProfiles/shop',
             name: 'shop', type: 'Microsoft.Network/trafficManagerProfiles', location: 'global',
             tags: {team: 'web'}, etag: 'x', resourceGroup: 'g',
             properties: {
               profileStatus: 'enabled', trafficRoutingMethod: 'performance',
               trafficViewEnrollmentStatus: 'Disabled', maxReturn: null,
               allowedEndpointRecordTypes: ['DomainName'], recordType: null,
               dnsConfig: {relativeName: 'shop', fqdn: 'shop.trafficmanager.net', ttl: 60},
               monitorConfig: {profileMonitorStatus: 'Online', protocol: 'https', port: 443,
                 path: '/', intervalInSeconds: 30, toleratedNumberOfFailures: 3,
                 timeoutInSeconds: 10, customHeaders: null, expectedStatusCodeRanges: null},
               endpoints: [
                 {id: '/subscriptions/0/.../azureEndpoints/web', name: 'web',
                  type: 'Microsoft.Network/trafficManagerProfiles/azureEndpoints',
                  properties: {endpointStatus: 'Enabled', endpointMonitorStatus: 'Online',
                    targetResourceId: '/subscriptions/0/.../sites/web', target: 'web.example',
                    weight: 1, priority: 1, endpointLocation: 'West Europe', alwaysServe: null}},
                 {name: 'kid', type: 'microsoft.network/TRAFFICMANAGERPROFILES/nestedEndpoints',
                  properties: {target: 'kid.trafficmanager.net',
                    targetResourceId: '/subscriptions/0/.../trafficManagerProfiles/Kid-1',
                    endpointLocation: 'East US', minChildEndpoints: 2, priority: 2}},
                 {name: 'ext', type: 'externalEndpoints',
                  properties: {target: 'ext.example', endpointLocation: 'Japan East', priority: 3}}]}}
            """);
    Profile profile = Documents.valid(ProfileDocument.parse(export, Documents.DEFAULTS));
    assertThat(profile.trafficRoutingMethod()).isEqualTo(RoutingMethod.PERFORMANCE);
    assertThat(profile.dnsConfig()).isEqualTo(new DnsConfig("shop", "tm.example", 60));
    assertThat(profile.monitorConfig().protocol()).isEqualTo(ProbeProtocol.HTTPS);
    assertThat(profile.endpoints())
        .extracting(Endpoint::type)
        .containsExactly(EndpointType.AZURE, EndpointType.NESTED, EndpointType.EXTERNAL);
    assertThat(profile.endpoints())
        .extracting(Endpoint::target)
        .containsExactly("web.example", "Kid-1", "ext.example");
  }

  @Test
  void aFieldInsideAndOutsideTheEnvelopeIsRefused() {
    assertThat(
            Documents.violations(
                ProfileDocument.parse(
                    Documents.json(
                        "{properties: {trafficRoutingMethod: 'Weighted', maxReturn: 3},"
                            + " maxReturn: 4}"),
                    Documents.DEFAULTS)))
        .extracting(Violation::toString)
        .containsExactly("properties ({\"maxReturn\":3}) is not a field of this document");
  }

  @Test
  void whatIsComputedIsIgnored() {
    assertThat(
            Documents.profile(
                """
                {profileMonitorStatus: 'Online', conflicts: [{path: 'ttl'}], fqdn: 7,
                 dnsConfig: {fqdn: 'x'}, monitorConfig: {profileMonitorStatus: 'Online'},
                 endpoints: [{name: 'eu', target: 'eu.app.example',
                  endpointMonitorStatus: 'Degraded'}]}
                """))
        .isEqualTo(Documents.profile("{}"));
  }

  @Test
  void unknownFieldsAreNamedByPath() {
    assertThat(
            Documents.violations(
                """
                {extra: 1, dnsConfig: {tll: 2}, monitorConfig: {intervall: 3},
                 endpoints: [{name: 'eu', target: 'eu.app.example', wieght: 4,
                  subnets: [{first: '192.0.2.1', mask: 5}]}]}
                """))
        .allMatch(violation -> violation.kind() == Violation.Kind.UNKNOWN_FIELD)
        .extracting(Violation::path)
        .containsExactlyInAnyOrder(
            "extra",
            "dnsConfig.tll",
            "monitorConfig.intervall",
            "endpoints[0].wieght",
            "endpoints[0].subnets[0].mask");
  }

  @Test
  void fieldNamesHaveTheirCase() {
    assertThat(Documents.paths("{MaxReturn: 2}")).containsExactly("MaxReturn");
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    assertThat(
            Documents.paths(
                """
                {trafficRoutingMethod: 'Geographic', maxReturn: 9, quorum: 'x', unknown: 1,
                 dnsConfig: 5, monitorConfig: {protocol: 'TCP', path: '/', intervalInSeconds: 10,
                   timeoutInSeconds: 10},
                 endpoints: [5, {}, {name: 'a', target: 'a.example:80', weight: 'x'},
                  {name: 'a', target: '192.0.2.1', geoMapping: ['XX']},
                  {name: 'c', target: '192.0.2.1', geoMapping: ['DE']}]}
                """))
        .containsExactlyInAnyOrder(
            "maxReturn",
            "quorum",
            "unknown",
            "dnsConfig",
            "monitorConfig.path",
            "monitorConfig.timeoutInSeconds",
            "endpoints[0]",
            "endpoints[1].name",
            "endpoints[1].target",
            "endpoints[1].geoMapping",
            "endpoints[2].target",
            "endpoints[2].weight",
            "endpoints[2].geoMapping",
            "endpoints[3].name",
            "endpoints[3].geoMapping[0]",
            "endpoints[4].target");
  }

  @Test
  void aFloodOfFaultsIsCutShort() {
    ObjectNode document = (ObjectNode) Documents.small("{}");
    for (int i = 0; i < 5_000; i++) {
      document.put("f" + i, i);
    }
    assertThat(Documents.violations(ProfileDocument.parse(document, Documents.DEFAULTS)))
        .hasSize(Findings.VIOLATIONS_MAX + 1)
        .last()
        .extracting(Violation::message)
        .isEqualTo("has more faults than are listed here");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "null", "[]", "'x'"})
  void aDocumentIsAnObject(String document) {
    assertThat(
            Documents.violations(
                ProfileDocument.parse(Documents.json(document), Documents.DEFAULTS)))
        .extracting(Violation::message)
        .containsExactly("must be an object");
  }

  @Test
  void theMethodAndTheNameAreRequired() {
    assertThat(Documents.violations(ProfileDocument.parse(Documents.json("{}"), NOTHING)))
        .extracting(Violation::toString)
        .containsExactly(
            "name is required", "trafficRoutingMethod is required", "dnsConfig.zone is required");
  }

  @Test
  void theNameIsTheOneTheDocumentIsAddressedBy() {
    assertThat(Documents.profile("{name: 'SHOP'}").name()).isEqualTo("SHOP");
    assertThat(Documents.paths("{name: 'other'}")).containsExactly("name");
  }

  @Test
  void onlyNestedAndAzureEndpointsNameAResource() {
    assertThat(
            Documents.paths(
                "{endpoints: [{name: 'a', target: 'a.example', targetResourceId: '/x/y'}]}"))
        .containsExactly("endpoints[0].targetResourceId");
  }

  @Test
  void aDocumentWithOneRandomFaultNeverGetsThrough() {
    Seeds.forEach(
        1_000,
        random -> {
          ObjectNode document = ProfileDocument.print(RandomProfiles.valid(random));
          String path = spoil(document, "", random);
          assertThat(Documents.violations(ProfileDocument.parse(document, NOTHING)))
              .as(() -> path + " of " + document)
              .extracting(Violation::path)
              .contains(path);
        });
  }

  /** Puts a value no field accepts into a random field, and returns its path. */
  private static String spoil(ObjectNode object, String path, Random random) {
    List<String> fields = new ArrayList<>();
    object.fieldNames().forEachRemaining(fields::add);
    fields.remove("fqdn");
    String field = fields.get(random.nextInt(fields.size()));
    String fieldPath = path.isEmpty() ? field : path + "." + field;
    JsonNode value = object.get(field);
    if (random.nextInt(10) == 0) {
      object.put("extra", 1);
      return path.isEmpty() ? "extra" : path + ".extra";
    }
    if (value instanceof ObjectNode inner && random.nextInt(4) != 0) {
      return spoil(inner, fieldPath, random);
    }
    if (value instanceof ArrayNode array && !array.isEmpty() && random.nextInt(4) != 0) {
      int i = random.nextInt(array.size());
      String elementPath = fieldPath + "[" + i + "]";
      if (array.get(i) instanceof ObjectNode inner && random.nextInt(4) != 0) {
        return spoil(inner, elementPath, random);
      }
      array.set(i, JsonNodeFactory.instance.booleanNode(true));
      return elementPath;
    }
    // No text field accepts a control character, and no other field any text but its words.
    boolean flag = value.isBoolean();
    List<Supplier<JsonNode>> wrong =
        List.of(
            () -> JsonNodeFactory.instance.numberNode(-7),
            () -> JsonNodeFactory.instance.textNode("\u0001"),
            () ->
                flag
                    ? JsonNodeFactory.instance.numberNode(0)
                    : JsonNodeFactory.instance.booleanNode(true));
    object.set(field, wrong.get(random.nextInt(wrong.size())).get());
    return fieldPath;
  }

  @Test
  void whateverGetsThroughIsValid() {
    Seeds.forEach(
        1_000,
        random -> {
          ObjectNode document = ProfileDocument.print(RandomProfiles.valid(random));
          ObjectNode donor = ProfileDocument.print(RandomProfiles.valid(random));
          for (int i = 1 + random.nextInt(3); i > 0; i--) {
            transplant(document, donor, random);
          }
          if (ProfileDocument.parse(document, NOTHING) instanceof Parsed.Valid(Profile profile)) {
            assertThat(ProfileRules.within(profile)).isEmpty();
            assertThat(ProfileDocument.parse(ProfileDocument.print(profile), NOTHING))
                .isEqualTo(new Parsed.Valid(profile));
            assertThat(ProfileDocument.decode(ProfileDocument.encode(profile))).isEqualTo(profile);
          }
        });
  }

  /** Replaces or adds a random field of the first, at some depth, with one of the second. */
  private static void transplant(ObjectNode into, ObjectNode from, Random random) {
    List<String> fields = new ArrayList<>();
    from.fieldNames().forEachRemaining(fields::add);
    String field = fields.get(random.nextInt(fields.size()));
    JsonNode old = into.get(field);
    JsonNode donor = from.get(field);
    if (old instanceof ObjectNode a && donor instanceof ObjectNode b) {
      transplant(a, b, random);
    } else if (old instanceof ArrayNode a
        && donor instanceof ArrayNode b
        && !a.isEmpty()
        && !b.isEmpty()) {
      int i = random.nextInt(a.size());
      JsonNode element = b.get(random.nextInt(b.size()));
      if (a.get(i) instanceof ObjectNode inner
          && element instanceof ObjectNode other
          && random.nextBoolean()) {
        transplant(inner, other, random);
      } else {
        a.add(element);
      }
    } else {
      into.set(field, donor);
    }
  }

  @Test
  void bytesOfAnotherFormAreRefused() {
    byte[] bytes = ProfileDocument.encode(RandomProfiles.valid(new Random(1)));
    bytes[0] = 2;
    assertThatThrownBy(() -> ProfileDocument.decode(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("first byte 2");
  }

  @Test
  void damagedBytesAreRefusedOrReadButNeverCrash() {
    Seeds.forEach(
        1_000,
        random -> {
          byte[] bytes = ProfileDocument.encode(RandomProfiles.valid(random));
          if (random.nextBoolean()) {
            bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
          } else {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
          }
          try {
            ProfileDocument.encode(ProfileDocument.decode(bytes));
          } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("not a profile");
          }
        });
  }

  @Test
  void bytesAfterAProfileAreRefused() {
    byte[] bytes = ProfileDocument.encode(Documents.profile("{}"));
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    longer[bytes.length] = '7';
    assertThatThrownBy(() -> ProfileDocument.decode(longer))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void fieldsOfALaterVersionAreLeftOut() {
    Profile profile = Documents.profile("{}");
    String json =
        new String(ProfileDocument.encode(profile), 1, bodyLength(profile), StandardCharsets.UTF_8);
    String later = "\u0001" + json.replaceFirst("\\{", "{\"aaa\":1,");
    assertThat(ProfileDocument.decode(later.getBytes(StandardCharsets.UTF_8))).isEqualTo(profile);
  }

  private static int bodyLength(Profile profile) {
    return ProfileDocument.encode(profile).length - 1;
  }

  @Test
  void canonicalFieldsAreSorted() {
    Profile profile = Documents.profile("{endpoints: []}");
    assertThat(
            new String(
                ProfileDocument.encode(profile), 1, bodyLength(profile), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"affinity\":\"none\",\"dnsConfig\":{\"relativeName\":\"shop\",\"ttl\":30,"
                + "\"zone\":\"tm.example\"},\"endpoints\":[],\"maxReturn\":2,\"monitorConfig\":"
                + "{\"customHeaders\":[],\"expectedStatusCodeRanges\":[],\"intervalInSeconds\":30,"
                + "\"path\":\"/\",\"port\":80,\"protocol\":\"HTTP\",\"successesToRecover\":1,"
                + "\"timeoutInSeconds\":10,\"toleratedNumberOfFailures\":3,"
                + "\"validateCertificate\":false},\"name\":\"shop\",\"onAllDown\":\"all\","
                + "\"probesPerEndpoint\":3,\"profileStatus\":\"Enabled\",\"quorum\":0.5,"
                + "\"trafficRoutingMethod\":\"Weighted\"}");
  }

  @Test
  void whatAMergeMadeInvalidCanStillBeStored() {
    Seeds.forEach(
        200,
        random -> {
          Profile one = RandomProfiles.valid(random, "shop", List.of("kid"));
          Profile two = RandomProfiles.valid(random, "shop", List.of("kid"));
          List<Endpoint> both = new ArrayList<>(one.endpoints());
          both.addAll(two.endpoints());
          Profile merged = one.withEndpoints(both);
          assertThat(ProfileDocument.decode(ProfileDocument.encode(merged))).isEqualTo(merged);
        });
  }
}

package io.waymark.node.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.protocol.profile.Policy;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.RoutingMethod;
import io.waymark.protocol.replica.Bucket;
import io.waymark.protocol.replica.Replica;
import io.waymark.protocol.replica.profile.Conflict;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two copies that cannot hear each other for a while. */
final class ConfigurationTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DOCUMENT =
      """
      {"trafficRoutingMethod": "Priority", "dnsConfig": {"ttl": 30, "relativeName": "%s"},
       "monitorConfig": {"protocol": "TCP", "port": 80},
       "endpoints": [{"name": "eu", "target": "192.0.2.1", "type": "External", "weight": 5}]}
      """;

  private final Configuration europe = configuration("eu-1#1");
  private final Configuration america = configuration("us-1#1");
  private long clock = 1_000_000;

  private static Configuration configuration(String writer) {
    return configuration(writer, null);
  }

  private static Configuration configuration(String writer, @Nullable Set<String> regions) {
    Replica replica = new Replica(writer);
    return new Configuration(
        replica,
        List.of(),
        List.of("tm.example"),
        Set.of("ns1.tm.example"),
        new Policy(regions, new Policy.Targets(false, List.of())));
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Bucket edit(Configuration at, Edit.Single edit) {
    Configuration.Judged judged =
        at.judge(edit, Preconditions.NONE, new Author("ops", "192.0.2.9"), ++clock);
    assertThat(judged).isInstanceOf(Configuration.Accepted.class);
    Bucket written = ((Configuration.Accepted) judged).written();
    at.merge(written);
    return written;
  }

  private static Edit.Patch ttl(int ttl) {
    return new Edit.Patch("shop", json("{\"dnsConfig\": {\"ttl\": %d}}".formatted(ttl)));
  }

  private static Edit.Put put(String name, String relativeName) {
    return new Edit.Put(name, json(DOCUMENT.formatted(relativeName)));
  }

  private void meet() {
    Bucket ours = all(europe);
    europe.merge(all(america));
    america.merge(ours);
    assertThat(europe.replica().hash()).isEqualTo(america.replica().hash());
  }

  private static Bucket all(Configuration configuration) {
    Bucket all = Bucket.EMPTY;
    for (Bucket bucket : configuration.replica().buckets().values()) {
      all = all.merge(bucket);
    }
    return all;
  }

  private static StoredProfile shown(Configuration at, String name) {
    return at.withConflicts(Objects.requireNonNull(at.find(name)));
  }

  private static List<String> conflicts(Configuration at, String name) {
    return shown(at, name).conflicts().stream().map(Conflict::path).toList();
  }

  @BeforeEach
  void bothKnowOneProfile() {
    edit(europe, put("shop", "shop"));
    meet();
  }

  private void disagree() {
    edit(europe, ttl(10));
    edit(america, ttl(20));
    meet();
  }

  @Test
  void editsOfOneFieldThatDidNotMeetShowAsAConflictAndTheLaterServes() {
    disagree();
    for (Configuration at : List.of(europe, america)) {
      StoredProfile shown = shown(at, "shop");
      assertThat(shown.profile().dnsConfig().ttl()).isEqualTo(20);
      assertThat(shown.conflicts()).hasSize(1);
      JsonNode conflict = shown.conflicts().getFirst().print();
      assertThat(conflict.path("path").asText()).isEqualTo("dnsConfig.ttl");
      assertThat(conflict.path("values")).hasToString("[10,20]");
      assertThat(conflict.path("by")).hasToString("[\"ops\",\"ops\"]");
    }
    assertThat(shown(europe, "shop").etag()).isEqualTo(shown(america, "shop").etag());
  }

  @Test
  void rangesThatBothAcceptedAreTheFirstEndpointsAtBoth() {
    String endpoint =
        "{\"target\": \"%s\", \"priority\": %d, \"subnets\": [{\"first\": \"%s\"}, %s]}";
    String shared = "{\"first\": \"203.0.113.0\", \"scope\": 24}";
    edit(
        europe,
        new Edit.PutEndpoint(
            "shop", "west", json(endpoint.formatted("192.0.2.2", 2, "198.51.100.2", shared))));
    edit(
        america,
        new Edit.PutEndpoint(
            "shop", "east", json(endpoint.formatted("192.0.2.3", 3, "198.51.100.3", shared))));
    edit(america, new Edit.Patch("shop", json("{\"trafficRoutingMethod\": \"Subnet\"}")));
    meet();
    for (Configuration node : List.of(europe, america)) {
      assertThat(shown(node, "shop")).isEqualTo(shown(europe, "shop"));
      assertThat(conflicts(node, "shop")).containsExactly("endpoints/west/subnets");
      Profile profile = shown(node, "shop").profile();
      assertThat(profile.trafficRoutingMethod()).isEqualTo(RoutingMethod.SUBNET);
      assertThat(Objects.requireNonNull(profile.endpoint("east")).subnets())
          .hasToString("[198.51.100.3, 203.0.113.0/24]");
      assertThat(Objects.requireNonNull(profile.endpoint("west")).subnets())
          .hasToString("[198.51.100.2]");
    }
  }

  @Test
  void aRegionThatOnlyOneNodeKnowsIsListedAtTheOther() {
    Configuration elsewhere = configuration("ap-1#1", Set.of("eastus"));
    edit(
        europe,
        new Edit.Patch(
            "shop",
            json(
                """
                {"trafficRoutingMethod": "Performance",
                 "endpoints": [{"name": "eu", "target": "192.0.2.1",
                                "endpointLocation": "westeurope"},
                               {"name": "us", "target": "192.0.2.2",
                                "endpointLocation": "East US"}]}
                """)));
    elsewhere.merge(all(europe));
    assertThat(conflicts(europe, "shop")).isEmpty();
    assertThat(conflicts(elsewhere, "shop")).containsExactly("endpoints/eu/endpointLocation");
    assertThat(shown(elsewhere, "shop").profile()).isEqualTo(shown(europe, "shop").profile());
  }

  @Test
  void editsOfDifferentFieldsThatDidNotMeetBothHold() {
    edit(europe, ttl(10));
    edit(america, new Edit.PatchEndpoint("shop", "eu", json("{\"weight\": 9}")));
    meet();
    StoredProfile shown = shown(europe, "shop");
    assertThat(shown.conflicts()).isEmpty();
    assertThat(shown.profile().dnsConfig().ttl()).isEqualTo(10);
    assertThat(shown.profile().endpoints().getFirst().weight()).isEqualTo(9);
  }

  @Test
  void aWholeDocumentSettlesAlsoBySayingWhatServes() {
    disagree();
    edit(
        europe,
        new Edit.Put(
            "shop", json(DOCUMENT.formatted("shop").replace("\"ttl\": 30", "\"ttl\": 20"))));
    meet();
    assertThat(conflicts(america, "shop")).isEmpty();
    assertThat(shown(america, "shop").profile().dnsConfig().ttl()).isEqualTo(20);
  }

  @Test
  void aPatchThatNamesTheFieldSettlesIt() {
    disagree();
    edit(america, ttl(20));
    meet();
    assertThat(conflicts(europe, "shop")).isEmpty();
  }

  @Test
  void aPatchThatDoesNotNameTheFieldLeavesItOpen() {
    disagree();
    edit(europe, new Edit.Patch("shop", json("{\"maxReturn\": 3}")));
    edit(europe, new Edit.PatchEndpoint("shop", "eu", json("{\"weight\": 9}")));
    meet();
    assertThat(conflicts(america, "shop")).containsExactly("dnsConfig.ttl");
    assertThat(shown(america, "shop").profile().maxReturn()).isEqualTo(3);
  }

  @Test
  void aDeletionWinsOverAnEditThatDidNotKnowOfIt() {
    edit(europe, new Edit.Delete("shop"));
    edit(america, ttl(20));
    meet();
    assertThat(europe.find("shop")).isNull();
    assertThat(america.find("shop")).isNull();
  }

  @Test
  void ofTwoProfilesThatClaimOneNameTheYoungerIsListedWithTheConflict() {
    edit(europe, put("older", "www"));
    edit(america, put("aaa-younger", "www"));
    meet();
    for (Configuration at : List.of(europe, america)) {
      assertThat(conflicts(at, "older")).isEmpty();
      assertThat(shown(at, "aaa-younger").conflicts())
          .singleElement()
          .satisfies(conflict -> {
            assertThat(conflict.path()).startsWith("dnsConfig");
            assertThat(conflict.reason()).contains("older", "not answered here");
          });
    }
    edit(europe, new Edit.Delete("older"));
    meet();
    assertThat(conflicts(america, "aaa-younger")).isEmpty();
  }

  @Test
  void aChildThatIsDeletedWhileSomebodyNestsItIsListed() {
    edit(europe, put("child", "child"));
    meet();
    edit(europe, new Edit.Delete("child"));
    edit(
        america,
        new Edit.PutEndpoint(
            "shop",
            "nested",
            json("{\"target\": \"child\", \"type\": \"Nested\", \"minChildEndpoints\": 1}")));
    meet();
    assertThat(shown(europe, "shop").conflicts())
        .singleElement()
        .satisfies(conflict -> assertThat(conflict.reason()).contains("Stopped"));
  }

  @Test
  void anEditThatChangesNothingWritesNothing() {
    assertThat(edit(europe, put("shop", "shop")).isEmpty()).isTrue();
    assertThat(edit(europe, ttl(30)).isEmpty()).isTrue();
  }

  @Test
  void whatIsMergedTwiceChangesNothingTheSecondTime() {
    Bucket written = edit(europe, ttl(10));
    assertThat(america.merge(written).changes()).hasSize(1);
    Configuration.Merged again = america.merge(written);
    assertThat(again.changes()).isEmpty();
    assertThat(again.keys()).isEmpty();
  }

  @Test
  void aProfileThatIsMadeAgainIsNotTheOneThatWasDeleted() {
    edit(europe, new Edit.Delete("shop"));
    edit(europe, put("shop", "shop"));
    edit(america, ttl(20));
    meet();
    assertThat(shown(america, "shop").profile().dnsConfig().ttl()).isEqualTo(30);
    assertThat(conflicts(america, "shop")).isEmpty();
  }
}

package io.waymark.node.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.node.prober.ProbePlan;
import io.waymark.protocol.Seeds;
import io.waymark.protocol.fleet.NodeId;
import io.waymark.protocol.fleet.NodeState;
import io.waymark.protocol.fleet.ProbeDuty;
import io.waymark.protocol.fleet.Pulse;
import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.health.Vote;
import io.waymark.protocol.profile.Defaults;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.Parsed;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.ProfileDocument;
import io.waymark.protocol.replica.VoteBlock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Several nodes' books, and what passes between them, without any network. */
final class HealthBookTest {
  private static final EndpointId SHOP = new EndpointId("shop", "site");
  private static final Verdict FROZEN_UP = new Verdict(Verdict.State.UP, true);
  private static final Verdict FROZEN_DOWN = new Verdict(Verdict.State.DOWN, true);

  /** One life of one node. */
  private final class Node implements HealthBook.Effects {
    final String name;
    final long epoch;
    final HealthBook book;
    final Map<String, Set<EndpointId>> probes = new HashMap<>();
    final Map<EndpointId, Verdict> verdicts = new HashMap<>();

    Node(String name, long epoch) {
      this.name = name;
      this.epoch = epoch;
      this.book = new HealthBook(name, epoch, () -> Instant.ofEpochMilli(wall + now), this);
    }

    @Override
    public void probe(String profileKey, Map<EndpointId, ProbePlan> plans) {
      probes.put(profileKey, Set.copyOf(plans.keySet()));
    }

    @Override
    public void verdict(EndpointId endpoint, Verdict verdict, Instant since) {
      verdicts.put(endpoint, verdict);
    }

    boolean probes(EndpointId endpoint) {
      return probes.getOrDefault(endpoint.profile(), Set.of()).contains(endpoint);
    }

    Verdict verdict() {
      return verdicts.getOrDefault(SHOP, Verdict.CHECKING);
    }

    void votes(Vote vote) {
      book.own(SHOP, new HealthBook.Word(vote, "seen", Instant.ofEpochMilli(wall + now)), now);
      spread(this);
    }

    Pulse pulse() {
      return new Pulse(
          new NodeId(name, "region of " + name, name.hashCode()),
          name + ".example:7355",
          epoch,
          1,
          0,
          NodeState.SERVING,
          true,
          true,
          new Pulse.Served("", 1, "", ""),
          book.voteVersion(),
          new Pulse.Load(0, 0),
          "1",
          List.of());
    }
  }

  private final long wall = 1_700_000_000_000L;
  private long now = 1_000;
  private final Map<String, Node> nodes = new TreeMap<>();

  /** Everybody's blocks, as replicators keep them. */
  private final Map<String, VoteBlock> replicated = new TreeMap<>();

  private void spread(Node from) {
    from.book
        .takeCasts()
        .forEach((key, change) -> {
          VoteBlock block = replicated.merge(key, change, VoteBlock::merge);
          nodes.values().forEach(node -> node.book.block(key, block, now));
        });
  }

  private void spreadAll() {
    List.copyOf(nodes.values()).forEach(this::spread);
  }

  private Node start(String name, long epoch, Profile... profiles) {
    Node node = new Node(name, epoch);
    nodes.put(name, node);
    for (Profile profile : profiles) {
      node.book.profile(profile.name(), profile, now);
    }
    replicated.forEach((key, block) -> node.book.block(key, block, now));
    return node;
  }

  /** All hear all, and nobody else. */
  private void hear() {
    List<Pulse> pulses = nodes.values().stream().map(Node::pulse).toList();
    nodes.values().forEach(node -> node.book.alive(pulses, now));
    spreadAll();
  }

  private void pass(long millis) {
    now += millis;
    nodes.values().forEach(node -> node.book.tick(now));
    spreadAll();
  }

  private static Profile profile(int probers, String target) {
    return profile("shop", probers, target);
  }

  private static Profile profile(String name, int probers, String target) {
    try {
      Parsed parsed =
          ProfileDocument.parse(
              new ObjectMapper()
                  .readTree(
                      """
                      {"name": "%s", "trafficRoutingMethod": "Priority", "probesPerEndpoint": %d,
                       "monitorConfig": {"protocol": "TCP", "port": 80},
                       "endpoints": [{"name": "site", "target": "%s", "type": "External"}]}
                      """
                          .formatted(name, probers, target)),
              new Defaults(null, "tm.example"));
      return ((Parsed.Valid) parsed).profile();
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static Profile profile(int probers) {
    return profile(probers, "192.0.2.1");
  }

  private Node node(String name) {
    Node node = nodes.get(name);
    if (node == null) {
      throw new AssertionError("no " + name);
    }
    return node;
  }

  private void three(int probers) {
    for (String name : List.of("eu-1", "us-1", "ap-1")) {
      start(name, 10, profile(probers));
    }
    hear();
  }

  private void assertVerdict(Verdict verdict) {
    nodes.values().forEach(node -> assertThat(node.verdict()).as(node.name).isEqualTo(verdict));
  }

  private static HealthBook.Known known(Node of) {
    return Objects.requireNonNull(of.book.known(List.of(SHOP)).get(SHOP));
  }

  @Test
  void asManyProbeAsAreWantedAndAllAgreeWho() {
    three(2);
    Set<String> assigned = node("eu-1").book.assigned(SHOP);
    assertThat(assigned).hasSize(2);
    nodes
        .values()
        .forEach(node -> {
          assertThat(node.book.assigned(SHOP)).isEqualTo(assigned);
          assertThat(node.probes(SHOP)).isEqualTo(assigned.contains(node.name));
        });
  }

  @Test
  void oneOfThreeThatSeesItDownDoesNotDecideAndTwoDo() {
    three(3);
    assertVerdict(Verdict.CHECKING);
    node("eu-1").votes(Vote.DOWN);
    assertVerdict(Verdict.DOWN);
    node("us-1").votes(Vote.UP);
    assertVerdict(Verdict.UP);
    node("ap-1").votes(Vote.UP);
    assertVerdict(Verdict.UP);
    node("us-1").votes(Vote.DOWN);
    assertVerdict(Verdict.DOWN);
  }

  @Test
  void oneOfTwoIsHalfAndHalfIsUp() {
    start("eu-1", 10, profile(3));
    start("us-1", 10, profile(3));
    hear();
    node("eu-1").votes(Vote.DOWN);
    node("us-1").votes(Vote.UP);
    assertVerdict(Verdict.UP);
  }

  @Test
  void theWordsOfAllAreKnownToAll() {
    three(3);
    node("eu-1").votes(Vote.DOWN);
    node("us-1").votes(Vote.UP);
    Map<String, HealthBook.Word> words = known(node("ap-1")).words();
    assertThat(words).containsOnlyKeys("eu-1", "us-1");
    assertThat(Objects.requireNonNull(words.get("eu-1")).vote()).isEqualTo(Vote.DOWN);
    assertThat(words.get("eu-1").since()).isEqualTo(Instant.ofEpochMilli(wall + now));
  }

  @Test
  void aVoteThatIsWithdrawnDoesNotCountAndTheLastOnesStandFrozen() {
    three(3);
    nodes.values().forEach(node -> node.votes(Vote.UP));
    node("eu-1").votes(Vote.DOWN.withdraw());
    assertVerdict(Verdict.UP);
    node("us-1").votes(Vote.UP.withdraw());
    node("ap-1").votes(Vote.UP.withdraw());
    assertVerdict(FROZEN_UP);
    node("us-1").votes(Vote.DOWN);
    assertVerdict(Verdict.DOWN);
  }

  @Test
  void votesOfThoseNobodyHearsStandFrozen() {
    three(3);
    nodes.values().forEach(node -> node.votes(Vote.DOWN));
    Node eu = node("eu-1");
    eu.book.alive(List.of(), now);
    assertThat(eu.verdict()).isEqualTo(FROZEN_DOWN);
  }

  @Test
  void whoTakesOverProbesBeforeWhoHandsOverStops() {
    three(1);
    String first = node("eu-1").book.assigned(SHOP).iterator().next();
    node(first).votes(Vote.UP);
    // More join until another is assigned.
    Node successor = null;
    for (int i = 0; successor == null; i++) {
      Node more = start("more-" + i, 10, profile(1));
      hear();
      if (more.probes(SHOP)) {
        successor = more;
      }
    }
    assertThat(node(first).probes(SHOP)).as("until the successor has voted").isTrue();
    assertVerdict(Verdict.UP);
    successor.votes(Vote.UP);
    assertThat(node(first).probes(SHOP)).isFalse();
    assertVerdict(Verdict.UP);
    assertThat(known(node("eu-1")).words()).containsKey(first);
    pass(ProbeDuty.SETTLED_MILLIS);
    assertThat(known(successor).words())
        .as("a vote that stands no more is taken away")
        .containsOnlyKeys(successor.name);
    assertVerdict(Verdict.UP);
  }

  @Test
  void whoHandsOverStopsAfterATimeAlsoWithoutTheSuccessorsVote() {
    three(1);
    String first = node("eu-1").book.assigned(SHOP).iterator().next();
    node(first).votes(Vote.DOWN);
    Node successor = null;
    for (int i = 0; successor == null; i++) {
      Node more = start("more-" + i, 10, profile(1));
      hear();
      if (more.probes(SHOP)) {
        successor = more;
      }
    }
    pass(60_000);
    assertThat(node(first).probes(SHOP)).isFalse();
    assertVerdict(Verdict.DOWN);
    successor.votes(Vote.UP);
    assertVerdict(Verdict.UP);
  }

  @Test
  void votesOfAFormerLifeAreForgottenWhenTheNextIsHeard() {
    three(3);
    node("eu-1").votes(Vote.DOWN);
    node("us-1").votes(Vote.DOWN);
    node("ap-1").votes(Vote.UP);
    assertVerdict(Verdict.DOWN);
    start("us-1", 11, profile(3));
    hear();
    assertThat(node("eu-1").verdict()).as("one of two is half").isEqualTo(Verdict.UP);
    assertThat(known(node("eu-1")).words()).containsOnlyKeys("eu-1", "ap-1");
    node("us-1").votes(Vote.DOWN);
    assertVerdict(Verdict.DOWN);
  }

  @Test
  void whoIsSilentIsForgottenOnceOthersHaveVotedInItsPlace() {
    three(3);
    nodes.values().forEach(node -> node.votes(Vote.DOWN));
    nodes.remove("ap-1");
    nodes.remove("us-1");
    hear();
    assertVerdict(Verdict.DOWN);
    node("eu-1").votes(Vote.UP);
    assertVerdict(Verdict.UP);
  }

  @Test
  void whatWasBelievedBeforeARestartHoldsFrozenUntilThereAreVotes() {
    Instant since = Instant.ofEpochSecond(1_600_000_000);
    Node node = new Node("eu-1", 10);
    nodes.put("eu-1", node);
    node.book.restore(Map.of(SHOP, new HealthBook.Known(Verdict.DOWN, since, Map.of())));
    node.book.profile("shop", profile(3), now);
    hear();
    assertThat(node.verdict()).isEqualTo(FROZEN_DOWN);
    node.votes(Vote.DOWN);
    assertThat(node.verdict()).isEqualTo(Verdict.DOWN);
    assertThat(known(node).since()).isEqualTo(since);
    node.votes(Vote.UP);
    assertThat(known(node).since()).isEqualTo(Instant.ofEpochMilli(wall + now));
  }

  @Test
  void whatWasBelievedHoldsUntilAMajorityHasVoted() {
    start("us-1", 10, profile(3));
    start("ap-1", 10, profile(3));
    Node node = new Node("eu-1", 20);
    nodes.put("eu-1", node);
    node.book.restore(Map.of(SHOP, new HealthBook.Known(Verdict.UP, Instant.EPOCH, Map.of())));
    node.book.profile("shop", profile(3), now);
    hear();
    node("us-1").votes(Vote.DOWN);
    assertThat(node.verdict()).as("one of three came first").isEqualTo(FROZEN_UP);
    node("ap-1").votes(Vote.UP);
    assertThat(node.verdict()).isEqualTo(Verdict.UP);
    node.votes(Vote.DOWN);
    assertThat(node.verdict()).isEqualTo(Verdict.DOWN);
  }

  @Test
  void whatWasBelievedOfOtherSettingsIsForgottenWithThem() {
    Node node = new Node("eu-1", 10);
    nodes.put("eu-1", node);
    node.book.restore(Map.of(SHOP, new HealthBook.Known(Verdict.DOWN, Instant.EPOCH, Map.of())));
    node.book.profile("shop", profile(3), now);
    node.book.profile("shop", profile(3, "192.0.2.2"), now);
    assertThat(node.verdict()).isEqualTo(Verdict.CHECKING);
  }

  @Test
  void votesAreAboutTheSettingsTheyWereCastUnder() {
    three(3);
    nodes.values().forEach(node -> node.votes(Vote.DOWN));
    Node eu = node("eu-1");
    eu.book.profile("shop", profile(3, "192.0.2.2"), now);
    spreadAll();
    assertThat(eu.verdict()).isEqualTo(Verdict.CHECKING);
    assertThat(node("us-1").verdict()).as("has not heard of the edit").isEqualTo(Verdict.DOWN);
    Node us = node("us-1");
    us.book.profile("shop", profile(3, "192.0.2.2"), now);
    us.votes(Vote.UP);
    assertThat(eu.verdict()).isEqualTo(Verdict.UP);
  }

  @Test
  void votesThatCameBeforeTheProfileCountOnceItIsKnown() {
    three(3);
    node("eu-1").votes(Vote.DOWN);
    Node late = start("zz-1", 10);
    hear();
    late.book.profile("shop", profile(3), now);
    assertThat(late.verdict()).isEqualTo(Verdict.DOWN);
  }

  @Test
  void aDeletedProfileIsProbedAndVotedOnNoMore() {
    three(3);
    nodes.values().forEach(node -> node.votes(Vote.DOWN));
    nodes.values().forEach(node -> node.book.profile("shop", null, now));
    spreadAll();
    nodes
        .values()
        .forEach(node -> {
          assertThat(node.probes(SHOP)).isFalse();
          assertThat(node.verdict()).isEqualTo(Verdict.CHECKING);
          assertThat(node.book.known(List.of(SHOP))).isEmpty();
          node.book.profile("shop", profile(3), now);
        });
    hear();
    assertVerdict(Verdict.CHECKING);
  }

  @Test
  void whoHasNotVotedYetIsNotTakenForDown() {
    three(3);
    node("eu-1").votes(Vote.UP);
    assertVerdict(Verdict.UP);
    node("eu-1").book.own(SHOP, null, now);
    spreadAll();
    assertVerdict(Verdict.CHECKING);
  }

  @Test
  void newReasonsAloneAreNoNewVotes() {
    three(3);
    Node eu = node("eu-1");
    eu.votes(Vote.UP);
    eu.book.own(SHOP, new HealthBook.Word(Vote.UP, "other", Instant.EPOCH), now);
    assertThat(eu.book.hasCasts()).isFalse();
  }

  @Test
  void aReplicatorThatKnowsNothingIsGivenAllVotes() {
    three(3);
    Node eu = node("eu-1");
    eu.votes(Vote.DOWN);
    Map<String, VoteBlock> all = eu.book.allCasts();
    Node other = new Node("zz-1", 10);
    other.book.profile("shop", profile(3), now);
    other.book.alive(List.of(eu.pulse(), other.pulse()), now);
    all.forEach((key, block) -> other.book.block(key, block, now));
    assertThat(other.verdict()).isEqualTo(Verdict.DOWN);
  }

  @Test
  void theVersionInPulsesChangesWithTheVotes() {
    three(3);
    Node eu = node("eu-1");
    Pulse.VoteVersion before = eu.book.voteVersion();
    assertThat(before.epoch()).isEqualTo(10);
    eu.votes(Vote.UP);
    assertThat(eu.book.voteVersion()).isNotEqualTo(before);
    assertThat(eu.book.voteVersion().epoch()).isEqualTo(10);
  }

  @Test
  void aBlockThatRanOutOfSequencesGoesOnInAGreaterEpochOfTheSameLife() {
    three(3);
    Node eu = node("eu-1");
    eu.votes(Vote.DOWN);
    eu.book
        .allCasts()
        .forEach((key, block) -> {
          VoteBlock restarted = block.restart(block.epoch() + 1);
          node("us-1").book.block(key, restarted, now);
        });
    assertThat(node("us-1").verdict()).isEqualTo(Verdict.DOWN);
  }

  @Test
  void allNodesThatHeardTheSameBelieveTheSame() {
    Seeds.forEach(
        100,
        random -> {
          nodes.clear();
          replicated.clear();
          long life = 10;
          int probers = 1 + random.nextInt(4);
          for (int i = 0; i < 5; i++) {
            start("n" + i, life, profile(probers));
          }
          hear();
          for (int step = 0; step < 40; step++) {
            List<Node> all = new ArrayList<>(nodes.values());
            Node one = all.get(random.nextInt(all.size()));
            switch (random.nextInt(6)) {
              case 0 -> {
                if (nodes.size() > 2) {
                  nodes.remove(one.name);
                }
              }
              case 1 -> start("n" + random.nextInt(5), ++life, profile(probers));
              case 2 -> pass(random.nextInt(20_000));
              default -> {
                Vote vote = random.nextBoolean() ? Vote.UP : Vote.DOWN;
                one.votes(random.nextInt(5) == 0 ? vote.withdraw() : vote);
              }
            }
            hear();
          }
          Verdict believed = nodes.values().iterator().next().verdict();
          nodes
              .values()
              .forEach(node -> assertThat(node.verdict()).as(node.name).isEqualTo(believed));
        });
  }
}

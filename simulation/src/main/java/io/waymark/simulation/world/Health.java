package io.waymark.simulation.world;

import io.waymark.node.health.HealthBook;
import io.waymark.node.prober.Ballot;
import io.waymark.node.prober.ProbePlan;
import io.waymark.protocol.fleet.Pulse;
import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.health.Vote;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.replica.VoteBlock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a node believes of the endpoints, as its health actor keeps it. */
public final class Health {
  private static final long BATCH_MILLIS = 20;
  private static final long TICK_MILLIS = 1_000;
  private static final long SNAPSHOT_MILLIS = 2_000;

  private record Planned(ProbePlan plan, long sinceMillis) {}

  private final SimulatedNode node;
  private final HealthBook book;
  private final Prober prober;
  private final Map<String, HealthBook.Known> held;
  private final Map<String, VoteBlock> delivered = new TreeMap<>();
  private final Map<EndpointId, Verdict> verdicts = new HashMap<>();
  private final Map<EndpointId, Planned> plans = new HashMap<>();
  private final Map<EndpointId, Long> downMillis = new HashMap<>();
  private List<Pulse> alive = List.of();
  private Pulse.VoteVersion voteVersion;
  private boolean flushing;

  Health(SimulatedNode node, Map<String, HealthBook.Known> snapshot) {
    this.node = node;
    this.held = new TreeMap<>(snapshot);
    this.prober = new Prober(node);
    this.book =
        new HealthBook(
            node.machine().name(),
            node.incarnation(),
            () -> Instant.ofEpochMilli(node.machine().wallMillis()),
            new HealthBook.Effects() {
              @Override
              public void probe(String profileKey, Map<EndpointId, ProbePlan> assigned) {
                node.later(0, () -> prober.assigned(profileKey, assigned));
              }

              @Override
              public void verdict(EndpointId endpoint, Verdict verdict, Instant since) {
                believe(endpoint, verdict, since);
              }
            });
    Map<EndpointId, HealthBook.Known> restored = new HashMap<>();
    held.forEach((key, known) -> {
      int slash = key.indexOf('/');
      restored.put(new EndpointId(key.substring(0, slash), key.substring(slash + 1)), known);
    });
    restored.forEach((id, known) -> node.publisher().verdict(id, known.verdict()));
    book.restore(restored);
    this.voteVersion = book.voteVersion();
  }

  void begin() {
    prober.begin();
    node.configuration()
        .all()
        .forEach(stored -> profile(stored.profile().name(), stored.profile()));
    node.every(
        TICK_MILLIS,
        () -> {
          book.tick(now());
          flushSoon();
        });
    node.every(SNAPSHOT_MILLIS, () -> node.machine().keep(held));
  }

  private long now() {
    return node.machine().monotonicMillis();
  }

  private void believe(EndpointId endpoint, Verdict verdict, Instant since) {
    verdicts.put(endpoint, verdict);
    if (verdict.equals(Verdict.DOWN)) {
      downMillis.put(endpoint, node.world().agenda().now());
    }
    node.publisher().verdict(endpoint, verdict);
    HealthBook.Known was = held.get(Machine.keyOf(endpoint));
    if (verdict.state() == Verdict.State.CHECKING) {
      held.remove(Machine.keyOf(endpoint));
    } else if (was == null || was.verdict().state() != verdict.state()) {
      held.put(
          Machine.keyOf(endpoint),
          new HealthBook.Known(new Verdict(verdict.state(), true), since, Map.of()));
    }
    node.say("believes " + endpoint + " " + verdict.state() + (verdict.frozen() ? ", frozen" : ""));
  }

  void profile(String name, @Nullable Profile profile) {
    String key = Profile.key(name);
    Map<EndpointId, ProbePlan> now = profile == null ? Map.of() : ProbePlan.allOf(profile);
    plans.keySet().removeIf(id -> id.profile().equals(key) && !now.containsKey(id));
    now.forEach((id, plan) -> {
      Planned was = plans.get(id);
      if (was == null || !was.plan().equals(plan)) {
        plans.put(id, new Planned(plan, node.world().agenda().now()));
      }
    });
    book.profile(name, profile, now());
    flushSoon();
  }

  void voted(Ballot ballot) {
    Vote vote = ballot.vote();
    book.own(
        ballot.endpoint(),
        vote == null ? null : new HealthBook.Word(vote, ballot.reason(), ballot.since()),
        now());
    flushSoon();
  }

  void block(String key, VoteBlock block) {
    delivered.merge(key, block, VoteBlock::merge);
    book.block(key, block, now());
    if (node.world().bug() == Bug.VOTE_COUNTED_TWICE) {
      book.block(ofTheNext(key), block, now());
    }
    flushSoon();
  }

  /** The key of the same bucket of the prober after this one. */
  private String ofTheNext(String key) {
    int from = key.indexOf('/') + 1;
    int to = key.lastIndexOf('/');
    int number = Integer.parseInt(key.substring(from + 1, to));
    int next = number % node.world().machines().size() + 1;
    return key.substring(0, from) + "n" + next + key.substring(to);
  }

  void alive(List<Pulse> fresh) {
    alive = List.copyOf(fresh);
    book.alive(fresh, now());
    flushSoon();
  }

  private void flushSoon() {
    if (book.hasCasts() && !flushing) {
      flushing = true;
      node.later(
          BATCH_MILLIS,
          () -> {
            flushing = false;
            node.voteReplicator().spread(book.takeCasts());
            voteVersion = book.voteVersion();
          });
    }
  }

  Pulse.VoteVersion voteVersion() {
    return voteVersion;
  }

  public HealthBook book() {
    return book;
  }

  /** What is believed; {@link Verdict#CHECKING} when nothing is. */
  public Verdict verdict(EndpointId endpoint) {
    return verdicts.getOrDefault(endpoint, Verdict.CHECKING);
  }

  /** Whether fresh votes say that an endpoint is down, or came to say so since that time. */
  public boolean downSince(EndpointId endpoint, long millis) {
    return verdict(endpoint).equals(Verdict.DOWN)
        || downMillis.getOrDefault(endpoint, -1L) > millis;
  }

  /** The nodes alive, as the book was last told. */
  public SortedSet<String> alive() {
    SortedSet<String> names = new TreeSet<>();
    alive.forEach(pulse -> names.add(pulse.node().name()));
    return names;
  }

  /** The endpoints that somebody should probe, each with its plan. */
  public Map<EndpointId, ProbePlan> plans() {
    Map<EndpointId, ProbePlan> all = new HashMap<>();
    plans.forEach((id, planned) -> all.put(id, planned.plan()));
    return all;
  }

  /** Since when an endpoint is to be probed as it is now; negative infinity when it is not. */
  public long plannedSince(EndpointId endpoint) {
    Planned planned = plans.get(endpoint);
    return planned == null ? Long.MIN_VALUE : planned.sinceMillis();
  }

  /**
   * Everything that verdicts follow from besides the configuration: who is alive in which life, and
   * all votes known. Null while this node has something to say that it has not said.
   */
  public @Nullable String knowledge() {
    if (book.hasCasts()) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (Pulse pulse : alive) {
      text.append(pulse.node().name()).append(' ').append(pulse.votes().epoch()).append(' ');
    }
    Map<String, VoteBlock> blocks = new TreeMap<>(delivered);
    blocks.keySet().removeIf(key -> key.startsWith("v/" + node.machine().name() + "/"));
    blocks.putAll(book.allCasts());
    blocks.forEach((key, block) -> {
      if (block.size() > 0) {
        text.append(key).append(' ').append(block.epoch()).append(' ').append(block.hashCode());
      }
    });
    return text.toString();
  }
}

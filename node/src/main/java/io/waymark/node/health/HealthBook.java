package io.waymark.node.health;

import io.waymark.node.prober.ProbePlan;
import io.waymark.protocol.fleet.Assignment;
import io.waymark.protocol.fleet.ProbeDuty;
import io.waymark.protocol.fleet.Pulse;
import io.waymark.protocol.fleet.Pulses;
import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.health.VerdictRule;
import io.waymark.protocol.health.Vote;
import io.waymark.protocol.health.Votes;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.replica.Subject;
import io.waymark.protocol.replica.VoteBlock;
import io.waymark.protocol.replica.VoteWord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one node knows of every endpoint's health, and what follows: which endpoints it probes, what
 * it votes, what it believes. Without clock, thread or network of its own; for one thread.
 *
 * <p>Times called {@code nowMillis} are of a clock that never goes back.
 */
public final class HealthBook {
  /** What the book asks for. */
  public interface Effects {
    /** Of this profile exactly these endpoints are to be probed by this node, in these ways. */
    void probe(String profileKey, Map<EndpointId, ProbePlan> plans);

    /** This is believed from now on. */
    void verdict(EndpointId endpoint, Verdict verdict, Instant since);
  }

  /**
   * A prober's word on an endpoint.
   *
   * @param reason for people; empty for another node's, which alone can tell
   */
  public record Word(Vote vote, String reason, Instant since) {}

  /**
   * What is known of one endpoint.
   *
   * @param words by prober, also of those not heard any more whose word still counts
   */
  public record Known(Verdict verdict, Instant since, Map<String, Word> words) {}

  private static final class Watched {
    final EndpointId id;
    final ProbePlan plan;
    final long subject;
    Profile profile;
    Set<String> assigned = Set.of();
    ProbeDuty duty = new ProbeDuty.None();
    @Nullable Word own;
    Verdict verdict = Verdict.CHECKING;
    Instant since;

    Watched(EndpointId id, ProbePlan plan, Profile profile, Instant since) {
      this.id = id;
      this.plan = plan;
      this.profile = profile;
      this.since = since;
      this.subject = Subject.of(id.profile(), id.endpoint(), plan.canonical());
    }
  }

  private final String self;
  private long epoch;
  private final InstantSource clock;
  private final Effects effects;
  private final Map<EndpointId, Watched> watched = new HashMap<>();
  private final Map<String, List<Watched>> byProfile = new TreeMap<>();
  private final Map<Long, Watched> bySubject = new HashMap<>();
  private final Map<EndpointId, Known> restored = new HashMap<>();
  private final Map<String, VoteBlock[]> others = new TreeMap<>();
  private final VoteBlock[] own = new VoteBlock[VoteKey.BUCKETS];
  private final Map<Integer, Map<Long, VoteBlock.Cast>> uncast = new TreeMap<>();

  /** Whole blocks that replace those of a former life. */
  private final Map<String, VoteBlock> outbidding = new TreeMap<>();

  private final Set<EndpointId> passing = new LinkedHashSet<>();
  private Assignment assignment = Assignment.among(List.of());

  /** The vote epochs of the nodes alive. */
  private Map<String, Long> fresh = Map.of();

  /** Whose votes have all come since this life began. */
  private final Set<String> complete = new TreeSet<>();

  /** When this life first heard of nodes alive; negative before. */
  private long aliveMillis = -1;

  /** Whether votes are what others believe by: before that, what was believed holds. */
  private boolean informed;

  /**
   * @param self this node's name
   * @param epoch of its votes, greater than in each of its lives before
   * @param clock says since when something is so
   */
  public HealthBook(String self, long epoch, InstantSource clock, Effects effects) {
    this.self = self;
    this.epoch = epoch;
    this.clock = clock;
    this.effects = effects;
    Arrays.fill(own, VoteBlock.start(epoch));
  }

  /** What was believed before this life: it holds, frozen, until votes are known. */
  public void restore(Map<EndpointId, Known> known) {
    restored.putAll(known);
  }

  /** A profile was created, replaced or (null) deleted. */
  public void profile(String name, @Nullable Profile profile, long nowMillis) {
    String key = Profile.key(name);
    List<Watched> before = byProfile.getOrDefault(key, List.of());
    List<Watched> after = new ArrayList<>();
    Map<EndpointId, Watched> gone = new LinkedHashMap<>();
    before.forEach(one -> gone.put(one.id, one));
    if (profile != null) {
      for (Map.Entry<EndpointId, ProbePlan> entry : ProbePlan.allOf(profile).entrySet()) {
        Watched was = gone.get(entry.getKey());
        if (was != null && was.plan.equals(entry.getValue())) {
          gone.remove(entry.getKey());
          was.profile = profile;
          after.add(was);
        } else {
          after.add(new Watched(entry.getKey(), entry.getValue(), profile, clock.instant()));
        }
      }
    }
    gone.values().forEach(this::forget);
    if (after.isEmpty()) {
      byProfile.remove(key);
    } else {
      byProfile.put(key, after);
    }
    for (Watched one : after) {
      watched.put(one.id, one);
      bySubject.put(one.subject, one);
      assign(one, nowMillis);
      believe(one);
    }
    if (!before.isEmpty() || !after.isEmpty()) {
      tellProber(key);
    }
  }

  private void forget(Watched one) {
    watched.remove(one.id, one);
    bySubject.remove(one.subject, one);
    passing.remove(one.id);
    withdrawVote(one);
    // What was believed was of the old settings, and must not greet the endpoint's return.
    restored.remove(one.id);
    effects.verdict(one.id, Verdict.CHECKING, clock.instant());
  }

  /**
   * This node's own word on an endpoint that it probes.
   *
   * @param word null before it has come to one
   */
  public void own(EndpointId endpoint, @Nullable Word word, long nowMillis) {
    Watched one = watched.get(endpoint);
    if (one == null || !one.duty.probes() || Objects.equals(one.own, word)) {
      return;
    }
    if (word == null) {
      withdrawVote(one);
    } else {
      Word before = one.own;
      one.own = word;
      if (before != null && before.vote().equals(word.vote())) {
        return;
      }
      cast(one.subject, state(word.vote()), word.since());
    }
    reconsider(one, nowMillis);
  }

  private static VoteWord.State state(Vote vote) {
    if (vote.withdrawn()) {
      return vote.up() ? VoteWord.State.WITHDRAWN_UP : VoteWord.State.WITHDRAWN_DOWN;
    }
    return vote.up() ? VoteWord.State.UP : VoteWord.State.DOWN;
  }

  private void withdrawVote(Watched one) {
    if (one.own != null) {
      one.own = null;
      cast(one.subject, VoteWord.State.GONE, clock.instant());
    }
  }

  private void cast(long subject, VoteWord.State state, Instant since) {
    uncast
        .computeIfAbsent(VoteKey.bucketOf(subject), bucket -> new TreeMap<>())
        .put(subject, new VoteBlock.Cast(subject, state, 0, since.getEpochSecond()));
  }

  /** Whether this node has come to say something since it was last asked. */
  public boolean hasCasts() {
    return !uncast.isEmpty() || !outbidding.isEmpty();
  }

  /** What this node has come to say since it was last asked, by the replicator's keys. */
  public Map<String, VoteBlock> takeCasts() {
    Map<String, VoteBlock> changes = new TreeMap<>(outbidding);
    outbidding.clear();
    uncast.forEach((bucket, casts) -> {
      if (own[bucket].exhausted()) {
        own[bucket] = own[bucket].restart(own[bucket].epoch() + 1);
        changes.put(new VoteKey(self, bucket).text(), own[bucket]);
      }
      VoteBlock.Change change = own[bucket].with(casts.values());
      own[bucket] = change.block();
      changes.merge(new VoteKey(self, bucket).text(), change.delta(), VoteBlock::merge);
    });
    uncast.clear();
    return changes;
  }

  /** All that this node says, by the replicator's keys; for a replicator that knows nothing. */
  public Map<String, VoteBlock> allCasts() {
    Map<String, VoteBlock> all = new TreeMap<>();
    for (int bucket = 0; bucket < own.length; bucket++) {
      if (own[bucket].size() > 0) {
        all.put(new VoteKey(self, bucket).text(), own[bucket]);
      }
    }
    return all;
  }

  /** The version of this node's votes, for its pulse. */
  public Pulse.VoteVersion voteVersion() {
    long[] sequences = new long[own.length];
    for (int bucket = 0; bucket < own.length; bucket++) {
      sequences[bucket] = own[bucket].sequence();
    }
    // That of this life: a block that ran out of sequences has moved on alone, and says no more of
    // the others than that they are of this life too.
    return Pulse.VoteVersion.of(epoch, sequences);
  }

  /** The replicator's keys of a prober's votes. */
  public static List<String> voteKeys(String prober) {
    List<String> keys = new ArrayList<>();
    for (int bucket = 0; bucket < VoteKey.BUCKETS; bucket++) {
      keys.add(new VoteKey(prober, bucket).text());
    }
    return keys;
  }

  /** A block of votes as it is now; of this node's own only those of a former life are news. */
  public void block(String keyText, VoteBlock block, long nowMillis) {
    VoteKey key = VoteKey.parse(keyText);
    if (key == null) {
      return;
    }
    if (key.prober().equals(self)) {
      outbid(key.bucket(), block);
      return;
    }
    VoteBlock[] blocks = others.computeIfAbsent(key.prober(), prober -> emptyBlocks());
    VoteBlock before = blocks[key.bucket()];
    VoteBlock after = before.merge(block);
    blocks[key.bucket()] = after;
    Set<Watched> touched = new LinkedHashSet<>();
    collectChanged(before, after, touched);
    collectChanged(after, before, touched);
    touched.forEach(one -> reconsider(one, nowMillis));
  }

  /**
   * Votes of a former life with a greater epoch, from before this node's clock was set back, would
   * hide those of this life everywhere: all of this life goes on in an epoch above it.
   */
  private void outbid(int bucket, VoteBlock former) {
    if (former.epoch() > own[bucket].epoch()) {
      epoch = former.epoch() + 1;
      for (VoteBlock block : own) {
        epoch = Math.max(epoch, block.epoch() + 1);
      }
      for (int i = 0; i < own.length; i++) {
        own[i] = own[i].restart(epoch);
        outbidding.put(new VoteKey(self, i).text(), own[i]);
      }
    }
  }

  private static VoteBlock[] emptyBlocks() {
    VoteBlock[] blocks = new VoteBlock[VoteKey.BUCKETS];
    Arrays.fill(blocks, VoteBlock.EMPTY);
    return blocks;
  }

  private void collectChanged(VoteBlock one, VoteBlock other, Set<Watched> changed) {
    boolean replaced = one.epoch() != other.epoch();
    for (int i = 0; i < one.size(); i++) {
      if (replaced || one.word(i) != other.wordOf(one.subject(i))) {
        Watched about = bySubject.get(one.subject(i));
        if (about != null) {
          changed.add(about);
        }
      }
    }
  }

  /** The nodes alive, as heard; what each of them probes follows from it. */
  public void alive(Collection<Pulse> pulses, long nowMillis) {
    Map<String, Long> epochs = new TreeMap<>();
    pulses.forEach(pulse -> epochs.put(pulse.node().name(), pulse.votes().epoch()));
    fresh = epochs;
    inform(pulses, nowMillis);
    assignment = Assignment.amongFresh(pulses);
    Set<String> changed = new TreeSet<>();
    byProfile.forEach((key, endpoints) -> {
      for (Watched one : endpoints) {
        boolean probed = one.duty.probes();
        assign(one, nowMillis);
        believe(one);
        if (one.duty.probes() != probed) {
          changed.add(key);
        }
      }
    });
    changed.forEach(this::tellProber);
  }

  /**
   * Notes whose votes have come as they say they are. After a while, in which all are heard who
   * will be, whoever has the votes of all that it hears knows as much as they do.
   */
  private void inform(Collection<Pulse> pulses, long nowMillis) {
    aliveMillis = aliveMillis < 0 ? nowMillis : aliveMillis;
    if (informed) {
      return;
    }
    for (Pulse pulse : pulses) {
      String prober = pulse.node().name();
      if (!complete.contains(prober) && (prober.equals(self) || hasAllOf(prober, pulse.votes()))) {
        complete.add(prober);
      }
    }
    informed =
        nowMillis - aliveMillis >= Pulses.FRESH_MILLIS && complete.containsAll(fresh.keySet());
  }

  private boolean hasAllOf(String prober, Pulse.VoteVersion version) {
    VoteBlock[] blocks = others.get(prober);
    long[] sequences = new long[VoteKey.BUCKETS];
    for (int bucket = 0; blocks != null && bucket < sequences.length; bucket++) {
      VoteBlock block = blocks[bucket];
      sequences[bucket] = block.epoch() < version.epoch() ? 0 : block.sequence();
    }
    return version.equals(Pulse.VoteVersion.NONE)
        || version.equals(Pulse.VoteVersion.of(version.epoch(), sequences));
  }

  /** To be called every second or so: some duties end by time. */
  public void tick(long nowMillis) {
    for (EndpointId id : List.copyOf(passing)) {
      Watched one = watched.get(id);
      if (one == null) {
        passing.remove(id);
      } else {
        reconsider(one, nowMillis);
      }
    }
  }

  private void reconsider(Watched one, long nowMillis) {
    boolean probed = one.duty.probes();
    advanceDuty(one, nowMillis);
    believe(one);
    if (one.duty.probes() != probed) {
      tellProber(one.id.profile());
    }
  }

  private void assign(Watched one, long nowMillis) {
    one.assigned = assignment.probers(one.id, one.profile.probesPerEndpoint());
    advanceDuty(one, nowMillis);
  }

  private void advanceDuty(Watched one, long nowMillis) {
    boolean voted = ProbeDuty.successorsVoted(votes(one), one.assigned, fresh.keySet());
    one.duty =
        one.duty.next(
            one.assigned.contains(self),
            voted,
            ProbeDuty.bound(one.plan.interval(), one.plan.timeout()),
            nowMillis);
    if (one.duty.passing()) {
      passing.add(one.id);
    } else {
      passing.remove(one.id);
    }
    if (!one.duty.keepsVote()) {
      withdrawVote(one);
    }
  }

  private void tellProber(String profileKey) {
    Map<EndpointId, ProbePlan> plans = new LinkedHashMap<>();
    for (Watched one : byProfile.getOrDefault(profileKey, List.of())) {
      if (one.duty.probes()) {
        plans.put(one.id, one.plan);
      }
    }
    effects.probe(profileKey, plans);
  }

  private void believe(Watched one) {
    Votes votes = votes(one);
    Verdict verdict =
        VerdictRule.verdict(one.profile.quorum(), votes, one.assigned, fresh.keySet());
    Instant since = clock.instant();
    Known former = restored.get(one.id);
    if (former != null) {
      if (votes.byProber().isEmpty() || !(informed || majorityVoted(votes, one.assigned))) {
        verdict = new Verdict(former.verdict().state(), true);
        since = former.since();
      } else {
        restored.remove(one.id);
        since = former.verdict().state() == verdict.state() ? former.since() : since;
      }
    }
    if (!verdict.equals(one.verdict)) {
      if (verdict.state() != one.verdict.state()) {
        one.since = since;
      }
      one.verdict = verdict;
      effects.verdict(one.id, verdict, one.since);
    }
  }

  /**
   * Whether it is time to leave what was believed before this life: the votes of the others come
   * one by one, and the first of them may be that of the one node that cannot reach the endpoint.
   */
  private boolean majorityVoted(Votes votes, Set<String> assigned) {
    int seats = 0;
    int voted = 0;
    for (String prober : assigned) {
      if (fresh.containsKey(prober)) {
        seats++;
        voted += votes.of(prober) != null ? 1 : 0;
      }
    }
    return 2 * voted > seats;
  }

  private Votes votes(Watched one) {
    Map<String, Vote> votes = new TreeMap<>();
    words(one).forEach((prober, word) -> votes.put(prober, word.vote()));
    return votes.isEmpty()
        ? Votes.NONE
        : ProbeDuty.withoutSuperseded(Votes.of(votes), one.assigned, fresh.keySet());
  }

  private Map<String, Word> words(Watched one) {
    Map<String, Word> words = new TreeMap<>();
    if (one.own != null) {
      words.put(self, one.own);
    }
    int bucket = VoteKey.bucketOf(one.subject);
    others.forEach((prober, blocks) -> {
      VoteBlock block = blocks[bucket];
      long word = block.wordOf(one.subject);
      Long epoch = fresh.get(prober);
      // A restarted prober's votes of its former life are old news that looks fresh.
      if (word != 0 && (epoch == null || epoch <= block.epoch())) {
        Vote vote =
            switch (VoteWord.state(word)) {
              case UP -> Vote.UP;
              case DOWN -> Vote.DOWN;
              case WITHDRAWN_UP -> Vote.UP.withdraw();
              case WITHDRAWN_DOWN -> Vote.DOWN.withdraw();
              case GONE -> null;
            };
        if (vote != null) {
          words.put(prober, new Word(vote, "", Instant.ofEpochSecond(VoteWord.since(word))));
        }
      }
    });
    return words;
  }

  /** What is known of these endpoints; those that are not probed by anybody are missing. */
  public Map<EndpointId, Known> known(Collection<EndpointId> endpoints) {
    Map<EndpointId, Known> known = new LinkedHashMap<>();
    for (EndpointId id : endpoints) {
      Watched one = watched.get(id);
      if (one != null) {
        Map<String, Word> words = words(one);
        words.keySet().retainAll(votes(one).byProber().keySet());
        known.put(id, new Known(one.verdict, one.since, words));
      }
    }
    return known;
  }

  /** Whether what is believed of an endpoint is from before this life. */
  public boolean remembers(EndpointId endpoint) {
    return restored.containsKey(endpoint);
  }

  /** The nodes that should probe an endpoint now. */
  public Set<String> assigned(EndpointId endpoint) {
    Watched one = watched.get(endpoint);
    return one == null ? Set.of() : one.assigned;
  }
}

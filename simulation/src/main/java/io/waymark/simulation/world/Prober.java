package io.waymark.simulation.world;

import io.waymark.node.prober.Ballot;
import io.waymark.node.prober.ProbePlan;
import io.waymark.protocol.health.ProbeHistory;
import io.waymark.protocol.health.ProbeResult;
import io.waymark.protocol.health.ProbeSchedule;
import io.waymark.protocol.health.Uplink;
import io.waymark.protocol.health.Vote;
import io.waymark.protocol.profile.EndpointId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A node's prober: its schedule and its canaries, with reality in the place of sockets. */
final class Prober {
  private static final String CANARY = "canary";
  private static final long CANARY_MILLIS = 5_000;
  private static final long CANARY_TIMEOUT_MILLIS = 3_000;

  private final class Watch {
    final EndpointId endpoint;
    final ProbePlan plan;
    final int target;
    ProbeHistory history = ProbeHistory.start();
    Instant since = now();
    boolean withdrawn;

    Watch(EndpointId endpoint, ProbePlan plan) {
      this.endpoint = endpoint;
      this.plan = plan;
      this.target = Reality.target(plan.target());
    }

    @Nullable Vote vote() {
      Vote vote =
          switch (history) {
            case ProbeHistory.Checking _ -> null;
            case ProbeHistory.Up _ -> Vote.UP;
            case ProbeHistory.Down _ -> Vote.DOWN;
          };
      return vote == null || !withdrawn ? vote : vote.withdraw();
    }

    boolean stale() {
      return watches.get(endpoint.toString()) != this;
    }
  }

  private final SimulatedNode node;
  private final Map<String, Watch> watches = new TreeMap<>();
  private Uplink uplink;

  Prober(SimulatedNode node) {
    this.node = node;
    this.uplink = Uplink.of(node.machine().canaries() ? List.of(CANARY) : List.of());
  }

  void begin() {
    if (!uplink.canaries().isEmpty()) {
      node.every(CANARY_MILLIS, this::probeCanary);
    }
  }

  private Instant now() {
    return Instant.ofEpochMilli(node.machine().wallMillis());
  }

  void assigned(String profileKey, Map<EndpointId, ProbePlan> plans) {
    Set<String> wanted = new TreeSet<>();
    plans.keySet().forEach(id -> wanted.add(id.toString()));
    for (Watch watch : List.copyOf(watches.values())) {
      if (watch.endpoint.profile().equals(profileKey)
          && !wanted.contains(watch.endpoint.toString())) {
        stop(watch);
      }
    }
    Map<String, EndpointId> sorted = new TreeMap<>();
    plans.keySet().forEach(id -> sorted.put(id.toString(), id));
    for (EndpointId id : sorted.values()) {
      watch(id, Objects.requireNonNull(plans.get(id)));
    }
  }

  private void watch(EndpointId endpoint, ProbePlan plan) {
    Watch was = watches.get(endpoint.toString());
    if (was != null && was.plan.equals(plan)) {
      return;
    }
    if (was != null) {
      stop(was);
    }
    Watch watch = new Watch(endpoint, plan);
    watch.withdrawn = uplink.suspect();
    watches.put(endpoint.toString(), watch);
    long phase = ProbeSchedule.drawn(plan.interval(), node.random()).phase().toMillis();
    node.later(phase, () -> due(watch));
  }

  private void stop(Watch watch) {
    watches.remove(watch.endpoint.toString());
    cast(new Ballot(watch.endpoint, null, now(), "not probed any more"));
  }

  private void due(Watch watch) {
    if (watch.stale()) {
      return;
    }
    node.later(watch.plan.interval().toMillis(), () -> due(watch));
    boolean begunInDoubt = uplink.suspect();
    boolean passes = node.world().reality().reaches(node.machine().index(), watch.target);
    boolean hangs = !passes && node.random().nextInt(10) < 7;
    long millis = hangs ? watch.plan.timeout().toMillis() : 5 + node.random().nextInt(60);
    ProbeResult result =
        passes ? new ProbeResult.Passed(millis) : new ProbeResult.Failed("no answer");
    node.later(millis, () -> ended(watch, result, begunInDoubt));
  }

  private void ended(Watch watch, ProbeResult result, boolean begunInDoubt) {
    if (watch.stale()) {
      return;
    }
    Vote was = watch.vote();
    var believed = watch.history.verdict();
    int recover = watch.plan.monitor().successesToRecover();
    if (begunInDoubt || uplink.suspect()) {
      watch.history = watch.history.afterInDoubt(result, recover);
    } else {
      watch.history =
          watch.history.after(result, watch.plan.monitor().toleratedNumberOfFailures(), recover);
      watch.withdrawn = false;
    }
    if (!watch.history.verdict().equals(believed)) {
      watch.since = now();
    }
    if (!Objects.equals(was, watch.vote())) {
      cast(new Ballot(watch.endpoint, watch.vote(), watch.since, "probed"));
    }
  }

  private void probeCanary() {
    boolean passes = node.world().reality().uplink(node.machine().index());
    ProbeResult result = passes ? new ProbeResult.Passed(20) : new ProbeResult.Failed("no answer");
    node.later(passes ? 20 : CANARY_TIMEOUT_MILLIS, () -> learned(result));
  }

  private void learned(ProbeResult result) {
    boolean was = uplink.suspect();
    uplink = uplink.after(CANARY, result);
    if (uplink.suspect() == was) {
      return;
    }
    node.say(was ? "trusts its uplink again" : "doubts its uplink and withdraws its votes");
    if (!was) {
      for (Watch watch : watches.values()) {
        Vote vote = watch.vote();
        watch.history = watch.history.withoutFailures();
        watch.withdrawn = true;
        if (!Objects.equals(vote, watch.vote())) {
          cast(new Ballot(watch.endpoint, watch.vote(), watch.since, "uplink"));
        }
      }
    }
  }

  private void cast(Ballot ballot) {
    node.later(0, () -> node.health().voted(ballot));
  }
}

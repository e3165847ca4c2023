package io.waymark.node.fleet;

import io.waymark.node.health.HealthActor;
import io.waymark.node.profile.Author;
import io.waymark.node.profile.Edit;
import io.waymark.node.profile.Preconditions;
import io.waymark.node.profile.ProfileActor;
import io.waymark.protocol.admin.Problem;
import io.waymark.protocol.fleet.AwakeClock;
import io.waymark.protocol.fleet.ClockRule;
import io.waymark.protocol.fleet.Confirmations;
import io.waymark.protocol.fleet.EditId;
import io.waymark.protocol.fleet.EditView;
import io.waymark.protocol.fleet.Leases;
import io.waymark.protocol.fleet.NodeId;
import io.waymark.protocol.fleet.NodeState;
import io.waymark.protocol.fleet.Pulse;
import io.waymark.protocol.fleet.Pulses;
import io.waymark.protocol.replica.Bucket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The actor that knows who else is there: it sends this node's pulse and hears the others', tells
 * the node's other actors who is alive, and sees edits to their homes.
 */
public final class PeersActor {
  /** What it is told. */
  public sealed interface Command {}

  /** Another node sent something. */
  public record Arrived(FleetMessage message) implements Command {}

  /** An admin asks for an edit. */
  public record Submit(
      Edit edit,
      Preconditions preconditions,
      Author author,
      Confirmations.Wait waitFor,
      ActorRef<EditReply> replyTo)
      implements Command {}

  /**
   * Something that is no edit of profiles was written here, and is in use here; the reply tells who
   * has it once enough do, or it took too long.
   */
  public record Wrote(Bucket written, Confirmations.Wait waitFor, ActorRef<Confirmations> replyTo)
      implements Command {}

  /** Asks for everybody who is or was there. */
  public record GetNodes(ActorRef<Nodes> replyTo) implements Command {}

  /**
   * What is known of a node.
   *
   * @param pulse its latest; null when it was never heard
   * @param skewMillis by how much its clock is ahead of this node's; null when it is not alive
   * @param lagMillis for how long its configuration has not been this node's; 0 when it is
   * @param heardMillisAgo since its latest pulse; null when it was never heard
   */
  public record NodeView(
      String name,
      @Nullable Pulse pulse,
      boolean alive,
      @Nullable Long skewMillis,
      long lagMillis,
      @Nullable Long heardMillisAgo) {}

  /**
   * @param impostors names that two machines go by at once
   */
  public record Nodes(String self, List<NodeView> nodes, Set<String> impostors) {}

  /** The answers hold entities that others wrote; they are told. */
  public record Held(Map<String, List<EditMark>> marksByWriter) implements Command {}

  private enum Beat implements Command {
    INSTANCE
  }

  private enum Look implements Command {
    INSTANCE
  }

  private record Made(EditId id, ProfileActor.Outcome outcome) implements Command {}

  private record Merged(EditId id, boolean published) implements Command {}

  private record Looked(FleetMessage.StateAsked asked, @Nullable Bucket known) implements Command {}

  private static final Logger LOG = LoggerFactory.getLogger(PeersActor.class);
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(250);

  /** So that a message stays far below a frame. */
  private static final int MARKS_AT_ONCE = 500;

  private static final Duration MERGE_WITHIN = Duration.ofSeconds(10);

  /**
   * What it works with.
   *
   * @param node this one
   * @param incarnation when this life of it began, milliseconds since 1970
   * @param writer by which its writes are known
   * @param life drawn at random
   * @param address by which peers know it
   * @param peers the configured addresses
   * @param queriesPerSecond of late
   * @param served which versions it answers from
   * @param monotonic a clock in milliseconds that never goes back
   */
  public record Surroundings(
      NodeId node,
      long incarnation,
      String writer,
      long life,
      Supplier<String> address,
      List<String> peers,
      boolean probes,
      String build,
      Vitals vitals,
      Supplier<Pulse.Served> served,
      Supplier<Double> queriesPerSecond,
      FleetLink fleet,
      FleetCounters counters,
      ActorRef<ProfileActor.Command> profiles,
      ActorRef<HealthActor.Command> health,
      LongSupplier monotonic,
      InstantSource clock) {}

  private final ActorContext<Command> context;
  private final Surroundings surroundings;
  private final Pulses pulses = new Pulses();
  private final Leases leases;
  private final AwakeClock awake;
  private final EditDesk desk;
  private final long startedMillis;
  private long sequence;
  private final Map<String, Long> heardAt = new HashMap<>();
  private final Map<String, Long> differsSince = new HashMap<>();
  private Set<String> aliveBefore = Set.of();
  private Set<String> toldOfBefore = Set.of();
  private boolean clockRight = true;

  private PeersActor(ActorContext<Command> context, Surroundings surroundings) {
    this.context = context;
    this.surroundings = surroundings;
    this.leases = new Leases(self());
    this.startedMillis = surroundings.monotonic().getAsLong();
    this.awake = new AwakeClock(startedMillis);
    this.desk =
        new EditDesk(
            self(),
            surroundings.life(),
            surroundings.writer(),
            new DeskLinks(),
            surroundings.counters());
    surroundings.peers().forEach(pulses::expect);
  }

  public static Behavior<Command> create(Surroundings surroundings) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          PeersActor actor = new PeersActor(context, surroundings);
          actor.beat();
          timers.startTimerAtFixedRate(Beat.INSTANCE, Duration.ofMillis(Pulse.INTERVAL_MILLIS));
          timers.startTimerWithFixedDelay(Look.INSTANCE, LOOK_INTERVAL);
          return Behaviors.receiveMessage(command -> {
            actor.receive(command);
            return Behaviors.same();
          });
        }));
  }

  private String self() {
    return surroundings.node().name();
  }

  private long now() {
    return awake.at(surroundings.monotonic().getAsLong());
  }

  private void receive(Command command) {
    switch (command) {
      case Beat _ -> beat();
      case Look _ -> {
        look();
        desk.tick(now());
      }
      case Arrived(FleetMessage message) -> arrived(message);
      case Submit submit ->
          desk.asked(
              new EditDesk.Asked(
                  submit.edit(),
                  submit.preconditions(),
                  submit.author(),
                  submit.waitFor(),
                  submit.replyTo()::tell),
              now());
      case Wrote(Bucket written, Confirmations.Wait waitFor, ActorRef<Confirmations> replyTo) ->
          desk.wrote(written, waitFor, replyTo::tell, now());
      case Made(EditId id, ProfileActor.Outcome outcome) -> desk.made(id, outcome, now());
      case Merged(EditId id, boolean published) -> desk.merged(id, published, now());
      case Looked(FleetMessage.StateAsked asked, Bucket known) -> {
        if (known != null) {
          surroundings
              .fleet()
              .tell(asked.from(), FleetMessage.StateTold.of(self(), asked.id(), known));
        }
      }
      case Held(Map<String, List<EditMark>> marks) ->
          marks.forEach((writer, held) -> tellWriter(writer, held));
      case GetNodes(ActorRef<Nodes> replyTo) -> replyTo.tell(nodes());
    }
  }

  /** A writer is a node's name and its store's id, see {@link #writer}. */
  private void tellWriter(String writer, List<EditMark> held) {
    for (int from = 0; from < held.size(); from += MARKS_AT_ONCE) {
      tellSome(writer, held.subList(from, Math.min(held.size(), from + MARKS_AT_ONCE)));
    }
  }

  private void tellSome(String writer, List<EditMark> held) {
    FleetMessage message = new FleetMessage.Applied(self(), held);
    if (writer.isEmpty()) {
      surroundings.fleet().tellAll(message);
    } else {
      String name = writer.substring(0, Math.max(0, writer.lastIndexOf('#')));
      if (!name.equals(self())) {
        surroundings.fleet().tell(name, message);
      }
    }
  }

  /** By which a node's writes are known: another data directory is another writer. */
  public static String writer(NodeId node) {
    return node.name() + "#" + java.util.HexFormat.of().toHexDigits(node.storeId());
  }

  private void beat() {
    long now = now();
    long monotonic = surroundings.monotonic().getAsLong();
    long wall = surroundings.clock().millis();
    boolean leaving = surroundings.vitals().leaving();
    Pulse own =
        new Pulse(
            surroundings.node(),
            surroundings.address().get(),
            surroundings.incarnation(),
            ++sequence,
            wall,
            leaving ? NodeState.LEAVING : NodeState.SERVING,
            surroundings.probes(),
            !leaving && clockRight,
            surroundings.served().get(),
            surroundings.vitals().votes(),
            new Pulse.Load(surroundings.queriesPerSecond().get(), monotonic - startedMillis),
            surroundings.build(),
            pulses.hears(now));
    leases.sent(own, monotonic);
    surroundings.fleet().tellAll(new FleetMessage.Pulsed(own));
    heard(own);
    judgeClock(now);
    look();
  }

  private void judgeClock(long now) {
    boolean right = ClockRule.right(pulses.skewMillis(now).values());
    if (right != clockRight) {
      clockRight = right;
      if (right) {
        LOG.info("this node's clock is right again; it takes edits");
      } else {
        LOG.error(
            "this node's clock is {} s ahead of the fleet's; it takes no edits until it is right",
            ClockRule.aheadMillis(pulses.skewMillis(now).values()) / 1000);
      }
    }
  }

  private void heard(Pulse pulse) {
    long now = now();
    if (pulses.heard(pulse, now, surroundings.clock().millis())) {
      leases.heard(pulse);
      String name = pulse.node().name();
      heardAt.put(name, now);
      if (pulse.served().configHash().equals(surroundings.vitals().configHash())) {
        differsSince.remove(name);
      } else {
        differsSince.putIfAbsent(name, now);
      }
    }
  }

  private void arrived(FleetMessage message) {
    switch (message) {
      case FleetMessage.Pulsed(Pulse pulse) -> {
        heard(pulse);
        if (!aliveBefore.contains(pulse.node().name())) {
          look();
        }
      }
      case FleetMessage.Applied(String from, List<EditMark> marks) ->
          desk.applied(from, marks, now());
      case FleetMessage.EditAsked asked -> desk.arrived(asked, now());
      case FleetMessage.EditAnswered answered -> desk.answered(answered);
      case FleetMessage.StateAsked asked -> tellState(asked);
      case FleetMessage.StateTold told -> desk.told(told, now());
      // Not for this actor.
      case FleetMessage.Survey _ -> {}
    }
  }

  private void tellState(FleetMessage.StateAsked asked) {
    context.ask(
        Bucket.class,
        surroundings.profiles(),
        MERGE_WITHIN,
        (ActorRef<Bucket> replyTo) -> new ProfileActor.GetEntity(asked.key(), replyTo),
        (known, failure) -> new Looked(asked, known));
  }

  /** Who is alive, and what they say they are: told to the others when it has changed. */
  private void look() {
    long now = now();
    List<Pulse> fresh = pulses.fresh(now);
    surroundings.counters().heard(fresh.size());
    Set<String> told =
        fresh.stream()
            .map(pulse -> pulse.node() + " " + pulse.watches() + " " + pulse.votes().epoch())
            .collect(Collectors.toCollection(TreeSet::new));
    if (told.equals(toldOfBefore)) {
      return;
    }
    toldOfBefore = told;
    Set<String> alive = new TreeSet<>(pulses.freshNames(now));
    Set<String> lost = new TreeSet<>(aliveBefore);
    lost.removeAll(alive);
    Set<String> found = new HashSet<>(alive);
    found.removeAll(aliveBefore);
    found.remove(self());
    lost.forEach(name -> LOG.warn("{} is not heard any more", name));
    found.forEach(name -> LOG.info("{} is heard", name));
    aliveBefore = alive;
    surroundings.health().tell(new HealthActor.NodesAlive(fresh));
  }

  private Nodes nodes() {
    long now = now();
    Map<String, Long> skews = pulses.skewMillis(now);
    Set<String> alive = pulses.freshNames(now);
    return new Nodes(
        self(),
        pulses.roster().stream()
            .map(name ->
                new NodeView(
                    name,
                    pulses.latest(name, now),
                    alive.contains(name),
                    skews.get(name),
                    now - differsSince.getOrDefault(name, now),
                    ago(heardAt.get(name), now)))
            .toList(),
        pulses.impostors(now));
  }

  private static @Nullable Long ago(@Nullable Long then, long now) {
    return then == null ? null : now - then;
  }

  private final class DeskLinks implements EditDesk.Links {
    @Override
    public EditView view(String key) {
      return EditView.of(
          self(),
          key,
          pulses,
          leases,
          new EditView.Now(now(), surroundings.monotonic().getAsLong()));
    }

    @Override
    public Set<String> roster() {
      return pulses.roster();
    }

    @Override
    public Set<String> agreeing() {
      String own = surroundings.vitals().configHash();
      return pulses.fresh(now()).stream()
          .filter(pulse ->
              pulse.node().name().equals(self()) || pulse.served().configHash().equals(own))
          .map(pulse -> pulse.node().name())
          .collect(Collectors.toSet());
    }

    @Override
    public void make(EditId id, Edit edit, Preconditions preconditions, Author author) {
      context.ask(
          ProfileActor.Outcome.class,
          surroundings.profiles(),
          Duration.ofMillis(EditDesk.withinMillis(edit)),
          (ActorRef<ProfileActor.Outcome> replyTo) ->
              new ProfileActor.Change(edit, preconditions, author, replyTo),
          (outcome, failure) ->
              new Made(
                  id,
                  outcome == null
                      ? new ProfileActor.Refused(
                          new Problem(
                              503,
                              "the store of profiles did not answer in time; the edit may have"
                                  + " been made"))
                      : outcome));
    }

    @Override
    public void merge(EditId id, Bucket written) {
      context.ask(
          ProfileActor.Merged.class,
          surroundings.profiles(),
          MERGE_WITHIN,
          (ActorRef<ProfileActor.Merged> replyTo) -> new ProfileActor.Merge(written, replyTo),
          (merged, failure) -> new Merged(id, merged != null && merged.published()));
    }

    @Override
    public void send(String node, FleetMessage message) {
      surroundings.fleet().tell(node, message);
    }
  }
}

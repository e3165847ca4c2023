package io.waymark.simulation.world;

import io.waymark.node.dns.AnswerTable;
import io.waymark.node.dns.Zone;
import io.waymark.node.dns.Zones;
import io.waymark.node.fleet.PeersActor;
import io.waymark.node.health.HealthBook;
import io.waymark.node.profile.Configuration;
import io.waymark.node.profile.StoredEntities;
import io.waymark.node.profile.StoredProfile;
import io.waymark.node.routing.Publisher;
import io.waymark.node.store.SteppedStore;
import io.waymark.protocol.dns.WireName;
import io.waymark.protocol.fleet.NodeId;
import io.waymark.protocol.profile.Policy;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.replica.Bucket;
import io.waymark.protocol.replica.Replica;
import io.waymark.protocol.replica.VoteBlock;
import io.waymark.protocol.routing.RoutingPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One life of one node: the rules are the product's, what its actors do around them is repeated
 * here in one thread. It begins as {@code Node} does, from what the disk holds.
 */
public final class SimulatedNode {
  static final String ZONE = "gtm.example";

  private final Machine machine;
  private final SplittableRandom random;
  private final SteppedStore store;
  private final NodeId id;
  private final long incarnation;
  private final long startedMillis;
  private final Configuration configuration;
  private final Publisher publisher;
  private final Replicator<Bucket> configReplicator;
  private final Replicator<VoteBlock> voteReplicator;
  private final Health health;
  private final Editing editing;
  private final Peers peers;
  private boolean commitPlanned;

  SimulatedNode(Machine machine, Map<String, HealthBook.Known> snapshot) {
    this.machine = machine;
    this.random = machine.random();
    this.incarnation = machine.wallMillis();
    this.startedMillis = machine.world().agenda().now();
    try {
      store = SteppedStore.open(machine.disk(), random::nextLong);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    id = new NodeId(machine.name(), machine.region(), store.storeId());
    Replica replica = new Replica(PeersActor.writer(id));
    StoredEntities.readAll(store.entries(), replica);
    List<StoredProfile> stored = Configuration.profiles(replica);
    configuration =
        new Configuration(
            replica, stored, List.of(ZONE), Set.of(), new Policy(null, null, RoutingPlan.METHODS));
    byte[] apex = WireName.of(ZONE);
    Zone zone = new Zone(apex, WireName.of("ns1.example"), WireName.of("admin.example"), 1, 60);
    publisher = new Publisher(new AnswerTable(), new Zones(List.of(zone)), List.of());
    publish(stored);
    configReplicator =
        replicator(
            new ConfigForm(machine.world().bug()),
            (to, message) -> send(to, node -> message.accept(node.configReplicator)),
            (key, bucket) -> editing().merge(bucket, () -> {}));
    voteReplicator =
        replicator(
            new VoteForm(),
            (to, message) -> send(to, node -> message.accept(node.voteReplicator)),
            (key, block) -> health().block(key, block));
    health = new Health(this, snapshot);
    editing = new Editing(this);
    peers = new Peers(this);
  }

  private <V> Replicator<V> replicator(
      Replicator.Form<V> form,
      Replicator.Outlet<V> outlet,
      java.util.function.BiConsumer<String, V> listener) {
    return new Replicator<>(
        machine.index(),
        machine.world().machines().size(),
        random,
        form,
        outlet,
        this::later,
        listener);
  }

  private void publish(List<StoredProfile> stored) {
    Map<String, @Nullable Profile> profiles = new HashMap<>();
    Map<String, Long> created = new HashMap<>();
    for (StoredProfile one : stored) {
      profiles.put(one.profile().name(), one.profile());
      created.put(Profile.key(one.profile().name()), one.created().bits());
    }
    publisher.profiles(profiles, created);
  }

  /** Begins to act. */
  void begin() {
    health.begin();
    configReplicator.seed(configuration.replica().buckets());
    every(Replicator.REPEAT_MILLIS, configReplicator::repeat);
    every(Replicator.REPEAT_MILLIS, voteReplicator::repeat);
    every(Replicator.GOSSIP_MILLIS, configReplicator::gossip);
    every(Replicator.GOSSIP_MILLIS, voteReplicator::gossip);
    peers.begin();
  }

  Machine machine() {
    return machine;
  }

  World world() {
    return machine.world();
  }

  SplittableRandom random() {
    return random;
  }

  NodeId id() {
    return id;
  }

  long incarnation() {
    return incarnation;
  }

  String writer() {
    return configuration.replica().writer();
  }

  public Configuration configuration() {
    return configuration;
  }

  public Publisher publisher() {
    return publisher;
  }

  public Health health() {
    return health;
  }

  public Peers peers() {
    return peers;
  }

  Editing editing() {
    return editing;
  }

  Replicator<Bucket> configReplicator() {
    return configReplicator;
  }

  Replicator<VoteBlock> voteReplicator() {
    return voteReplicator;
  }

  /** For how long it has been running. */
  public long ageMillis() {
    return world().agenda().now() - startedMillis;
  }

  /** As in its pulses. */
  public String configHash() {
    return HexFormat.of().toHexDigits(configuration.replica().hash());
  }

  /** What is on the disk for certain. */
  public Replica durable() {
    Replica durable = new Replica("nobody");
    StoredEntities.readAll(store.entries(), durable);
    return durable;
  }

  void say(String what) {
    world().say(machine.name(), what);
  }

  void send(int to, java.util.function.Consumer<SimulatedNode> message) {
    world().send(machine.index(), to, message);
  }

  /** Runs something after a while, should the node live. */
  void later(long millis, Runnable action) {
    world().agenda().after(millis, () -> machine.act(this, action));
  }

  /** Runs something again and again, first after a part of the interval. */
  void every(long millis, Runnable action) {
    later(random.nextLong(millis), () -> repeat(millis, action));
  }

  private void repeat(long millis, Runnable action) {
    action.run();
    later(millis, () -> repeat(millis, action));
  }

  /** Makes entities durable; says when they are. */
  void store(Bucket written, Runnable done) {
    store
        .write(StoredEntities.writes(written))
        .whenComplete((stored, failure) -> {
          if (failure == null) {
            done.run();
          }
        });
    if (!commitPlanned) {
      commitPlanned = true;
      boolean slow = random.nextInt(30) == 0;
      later(1 + random.nextInt(slow ? 400 : 15), this::commit);
    }
  }

  private void commit() {
    commitPlanned = false;
    try {
      store.step();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What waits is on its way to a disk that fails now. */
  void stopInTheMiddleOfWriting() {
    if (store.waits()) {
      try {
        store.step();
      } catch (IOException e) {
        say("stops in the middle of writing");
      }
    }
  }
}

package io.waymark.node.fleet;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.waymark.node.settings.NodeSettings;
import io.waymark.node.settings.NodeSettings.Listen;
import io.waymark.protocol.replica.Bucket;
import io.waymark.protocol.replica.Buckets;
import io.waymark.protocol.replica.VoteBlock;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ddata.ReplicatorSettings;

/**
 * One generation of the clustered actor system: membership, two replicators, and the courier that
 * carries messages between nodes. It can be stopped, and another started in its place, at any time:
 * what it holds is a copy of what the node's own actors hold.
 */
public final class FleetSystem {
  private static final String NAME = "waymark-fleet";

  /**
   * For so long the founder looks for a fleet that is there already, as it is after a restart of
   * the founder alone: a second fleet beside it would never become one with it. It founds at once
   * when all its peers say that they have none.
   */
  private static final Duration FOUND_AFTER = Duration.ofSeconds(20);

  private final ActorSystem system;
  private final ActorRef config;
  private final ActorRef votes;
  private final ActorRef courier;
  private final ActorRef freight;

  private FleetSystem(
      ActorSystem system, ActorRef config, ActorRef votes, ActorRef courier, ActorRef freight) {
    this.system = system;
    this.config = config;
    this.votes = votes;
    this.courier = courier;
    this.freight = freight;
  }

  /**
   * Starts it and begins to join, without waiting for that.
   *
   * @throws BindException when the fleet port cannot be had
   */
  public static FleetSystem start(
      NodeSettings settings, FleetListener listener, FleetCounters counters) throws BindException {
    NodeSettings.Fleet fleet = settings.fleet();
    Config config = config(settings.node(), fleet);
    ActorSystem system;
    try {
      system = ActorSystem.create(NAME, config);
    } catch (RuntimeException e) {
      throw cannotListen(fleet.bind(), e);
    }
    ActorRef configReplica =
        system.actorOf(
            ReplicaActor.props(
                ReplicatorSettings.apply(config.getConfig("waymark-fleet.config-replicator")),
                new ConfigForm(),
                (key, bucket) -> listener.configuration(bucket),
                counters.config()),
            "config");
    ActorRef votes =
        system.actorOf(
            ReplicaActor.props(
                ReplicatorSettings.apply(config.getConfig("waymark-fleet.vote-replicator")),
                new VoteForm(),
                listener::votes,
                counters.votes()),
            "votes");
    Map<String, Address> addresses = new ConcurrentHashMap<>();
    ActorRef courier =
        system.actorOf(CourierActor.props("courier", listener, addresses), "courier");
    ActorRef freight =
        system.actorOf(CourierActor.props("freight", listener, addresses), "freight");
    FleetSystem running = new FleetSystem(system, configReplica, votes, courier, freight);
    for (int bucket = 0; bucket < Buckets.COUNT; bucket++) {
      configReplica.tell(new ReplicaActor.Follow(Buckets.name(bucket)), ActorRef.noSender());
    }
    running.join(fleet);
    return running;
  }

  private static BindException cannotListen(Listen bind, RuntimeException failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof BindException)) {
      cause = cause.getCause();
    }
    if (!(cause instanceof BindException)) {
      throw failure;
    }
    BindException named =
        new BindException(
            "cannot listen for the fleet on fleet.bind " + bind + ": " + cause.getMessage());
    named.initCause(cause);
    return named;
  }

  private static Config config(NodeSettings.Identity node, NodeSettings.Fleet fleet) {
    Map<String, Object> own = new HashMap<>();
    own.put("pekko.remote.artery.canonical.hostname", host(fleet.advertise()));
    own.put("pekko.remote.artery.canonical.port", fleet.advertise().port());
    own.put("pekko.remote.artery.bind.hostname", host(fleet.bind()));
    own.put("pekko.remote.artery.bind.port", fleet.bind().port());
    own.put("pekko.remote.artery.advanced.tcp.outbound-client-hostname", host(fleet.bind()));
    // A data center each. A member that is gone keeps its data center from changing: nobody of it
    // could restart meanwhile. Nothing else here depends on data centers.
    own.put("pekko.cluster.multi-data-center.self-data-center", node.name());
    if (founds(fleet)) {
      own.put("pekko.cluster.seed-node-timeout", FOUND_AFTER);
    }
    Config config = ConfigFactory.empty();
    for (Map.Entry<String, Object> one : own.entrySet()) {
      config = config.withValue(one.getKey(), ConfigValueFactory.fromAnyRef(one.getValue()));
    }
    return config
        .withFallback(ConfigFactory.parseResourcesAnySyntax("io/waymark/node/fleet-system.conf"))
        .withFallback(ConfigFactory.load())
        .resolve();
  }

  /** Whether it is this node that founds the fleet, should nobody have done so. */
  private static boolean founds(NodeSettings.Fleet fleet) {
    Address self = address(fleet.advertise());
    return fleet.peers().stream()
        .allMatch(peer -> Address.addressOrdering().compare(self, address(peer)) <= 0);
  }

  private static Address address(Listen listen) {
    return new Address("pekko", NAME, host(listen), listen.port());
  }

  private static String host(Listen listen) {
    String address = listen.address().toString();
    return listen.address().v6() ? "[" + address + "]" : address;
  }

  /**
   * Joins the fleet of the peers. The lowest address of all that are configured founds it, should
   * nobody have done so; every node of a fleet lists the same ones, itself aside.
   */
  private void join(NodeSettings.Fleet fleet) {
    Cluster cluster = Cluster.get(system);
    Address self = cluster.selfMember().address();
    if (fleet.peers().isEmpty()) {
      cluster.join(self);
      return;
    }
    List<Address> seeds =
        new ArrayList<>(
            Stream.concat(Stream.of(self), fleet.peers().stream().map(FleetSystem::address))
                .distinct()
                .sorted(Address.addressOrdering())
                .toList());
    cluster.joinSeedNodes(seeds);
  }

  /** Sends changes of the configuration to every member. */
  public void spread(Map<String, Bucket> changes) {
    config.tell(new ReplicaActor.Spread<>(changes), ActorRef.noSender());
  }

  /** Gives this node's whole configuration to the replicator, for those that lack it. */
  public void seed(Map<String, Bucket> buckets) {
    config.tell(new ReplicaActor.Seed<>(buckets), ActorRef.noSender());
  }

  /** Sends this node's votes to every member. */
  public void cast(Map<String, VoteBlock> changes) {
    votes.tell(new ReplicaActor.Spread<>(changes), ActorRef.noSender());
  }

  /** Wants to hear of a prober's votes. */
  public void followVotes(String key) {
    votes.tell(new ReplicaActor.Follow(key), ActorRef.noSender());
  }

  /** Sends a small message to every other member. */
  public void tellAll(FleetMessage message) {
    courier.tell(new CourierActor.ToAll(message), ActorRef.noSender());
  }

  /** Sends a message to the node of that name, if it was heard of; it may get lost. */
  public void tell(String node, FleetMessage message) {
    ActorRef by = message.heavy() ? freight : courier;
    by.tell(new CourierActor.To(node, message), ActorRef.noSender());
  }

  /** Completes when it has ended, of itself or by {@link #stop}. */
  public CompletionStage<?> whenTerminated() {
    return system.getWhenTerminated();
  }

  /** Ends without a word to the others. */
  public CompletionStage<?> halt() {
    system.terminate();
    return system.getWhenTerminated();
  }

  /** Leaves the fleet and ends. */
  public CompletionStage<?> stop() {
    return org.apache.pekko.actor.CoordinatedShutdown.get(system)
        .runAll(org.apache.pekko.actor.CoordinatedShutdown.actorSystemTerminateReason());
  }
}

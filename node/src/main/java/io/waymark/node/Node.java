package io.waymark.node;

import io.waymark.node.admin.HttpApi;
import io.waymark.node.admin.HttpCounters;
import io.waymark.node.dns.AnswerTable;
import io.waymark.node.dns.DataPlane;
import io.waymark.node.dns.DnsCounter;
import io.waymark.node.fleet.FleetCounters;
import io.waymark.node.fleet.FleetLink;
import io.waymark.node.fleet.FleetListener;
import io.waymark.node.fleet.FleetMessage;
import io.waymark.node.fleet.FleetSystem;
import io.waymark.node.fleet.PeersActor;
import io.waymark.node.fleet.SurveyActor;
import io.waymark.node.fleet.Vitals;
import io.waymark.node.health.HealthActor;
import io.waymark.node.location.LocationData;
import io.waymark.node.location.LocationException;
import io.waymark.node.location.LocationWatch;
import io.waymark.node.metrics.NodeMetrics;
import io.waymark.node.prober.ProbeCounters;
import io.waymark.node.profile.AuditLog;
import io.waymark.node.profile.Configuration;
import io.waymark.node.profile.ProfileActor;
import io.waymark.node.profile.StoredEntities;
import io.waymark.node.profile.StoredProfile;
import io.waymark.node.routing.AskingExplainer;
import io.waymark.node.routing.HealthSnapshot;
import io.waymark.node.routing.Publisher;
import io.waymark.node.routing.RoutingActor;
import io.waymark.node.routing.VersionRecords;
import io.waymark.node.settings.NodeSettings;
import io.waymark.node.store.LogStore;
import io.waymark.node.store.MeasuredStore;
import io.waymark.node.store.StoreException;
import io.waymark.node.token.BootstrapToken;
import io.waymark.node.token.ReplicatedTokens;
import io.waymark.node.token.TokenRegister;
import io.waymark.protocol.fleet.NodeId;
import io.waymark.protocol.fleet.Pulse;
import io.waymark.protocol.location.LocationIndex;
import io.waymark.protocol.location.Region;
import io.waymark.protocol.profile.Policy;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.replica.Bucket;
import io.waymark.protocol.replica.Replica;
import io.waymark.protocol.replica.VoteBlock;
import io.waymark.protocol.routing.RoutingPlan;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running name server: starts its parts in order and stops them in reverse.
 *
 * <p>The order is the promise: the store is read and the answers compiled before a socket opens,
 * the sockets are served before any actor runs, and they are the last to stop.
 */
public final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  /** How long actors and connections may take to stop. */
  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

  private final NodeSettings settings;
  private final CountDownLatch leaving = new CountDownLatch(1);
  private final AtomicBoolean closed = new AtomicBoolean();
  private @Nullable MeasuredStore store;
  private @Nullable LocationWatch location;
  private @Nullable DataPlane dataPlane;
  private @Nullable AuditLog audit;
  private final FleetLink link = new FleetLink();
  private final Vitals vitals = new Vitals();
  private volatile @Nullable NodeSystem actors;
  private @Nullable FleetSystem fleet;
  private @Nullable ServerBinding http;

  private Node(NodeSettings settings) {
    this.settings = settings;
  }

  /**
   * Starts a name server; it answers when this returns.
   *
   * @throws StartException when it cannot; whatever had been started is stopped again
   */
  public static Node start(NodeSettings settings) throws StartException {
    Node node = new Node(settings);
    try {
      node.startParts();
      return node;
    } catch (IOException | StoreException | LocationException e) {
      node.stopParts();
      throw new StartException(message(e), e);
    } catch (StartException | RuntimeException | Error e) {
      node.stopParts();
      throw e;
    }
  }

  private static String message(Exception e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private void startParts() throws IOException, StartException, LocationException {
    Path data = settings.node().data();
    store = new MeasuredStore(LogStore.open(data));
    NodeId self = new NodeId(settings.node().name(), settings.node().region(), store.storeId());
    Replica replica = new Replica(PeersActor.writer(self));
    StoredEntities.readAll(store.entries(), replica);
    List<StoredProfile> stored = Configuration.profiles(replica);
    ServedZones served =
        ServedZones.load(
            settings.dns().zones(),
            stored.stream()
                .map(one -> one.profile().dnsConfig().fqdn())
                .collect(Collectors.toSet()));
    LocationWatch watch =
        LocationWatch.start(settings.location(), LocationWatch.INTERVAL, this::placesChanged);
    location = watch;
    Configuration configuration = configuration(replica, stored, served, watch);
    AnswerTable table = new AnswerTable();
    Publisher publisher = new Publisher(table, served.zones(), served.entries());
    LocationIndex places = watch.current().index();
    publisher.places(places);
    publish(publisher, stored);
    HealthSnapshot snapshot = HealthSnapshot.read(data);
    snapshot.known().forEach((id, known) -> publisher.verdict(id, known.verdict()));
    vitals.configured(replica);
    VersionRecords versions =
        new VersionRecords(
            served.entries(),
            settings.dns().publishVersions(),
            () -> new VersionRecords.Version(vitals.serial(), vitals.configHash()));
    versions.refresh(publisher);
    dataPlane = DataPlane.start(table, served.zones(), settings.dns());
    SecureRandom random = new SecureRandom();
    BootstrapToken bootstrap = bootstrapToken(data, random);
    audit = new AuditLog(data);
    ReplicatedTokens kept = new ReplicatedTokens(replica);
    TokenRegister tokens =
        new TokenRegister(
            settings.node().name(), bootstrap, kept, audit, InstantSource.system(), random);
    kept.follow(tokens::refresh);
    ProbeCounters probes = new ProbeCounters();
    HttpCounters requests = new HttpCounters();
    Build build = Build.read();
    FleetCounters fleetCounters = new FleetCounters();
    NodeMetrics metrics =
        new NodeMetrics(
            new NodeMetrics.Sources(
                build.version(),
                build.commit(),
                dataPlane,
                table,
                probes,
                store,
                audit,
                requests,
                fleetCounters,
                vitals));
    DataPlane sockets = dataPlane;
    QueryRate rate =
        new QueryRate(
            () -> sockets.count(DnsCounter.QUERIES_UDP) + sockets.count(DnsCounter.QUERIES_TCP));
    actors =
        NodeSystem.start(
            new NodeSystem.Parts(
                settings,
                self,
                store,
                configuration,
                publisher,
                snapshot,
                versions,
                kept::changed,
                audit,
                probes,
                link,
                fleetCounters,
                vitals,
                () ->
                    new Pulse.Served(
                        vitals.configHash(),
                        table.version(),
                        watch.current().hash(),
                        served.hash()),
                () -> rate.perSecond(System.nanoTime())));
    kept.connect(actors.profiles(), actors.system().scheduler());
    tokens.shareBootstrap();
    if (watch.current().index() != places) { // it changed before there was anybody to tell
      placesChanged(watch.current());
    }
    fleet = FleetSystem.start(settings, listener(actors), fleetCounters);
    link.connect(fleet);
    actors.profiles().tell(new ProfileActor.FleetStarted());
    actors.health().tell(new HealthActor.FleetStarted());
    http = bindHttp(actors, tokens, metrics, requests);
  }

  private Configuration configuration(
      Replica replica, List<StoredProfile> stored, ServedZones served, LocationWatch places) {
    NodeSettings.Prober prober = settings.prober();
    Policy.Targets targets =
        new Policy.Targets(prober.allowLoopback(), NodeSystem.deniedTargets(prober));
    return new Configuration(
        replica,
        stored,
        settings.dns().zones().stream().map(NodeSettings.Zone::name).toList(),
        served.reservedNames(),
        () -> new Policy(regionNames(places.current()), targets, RoutingPlan.METHODS));
  }

  /** Without any region nobody can tell a right name from a wrong one: null accepts all. */
  private static @Nullable Set<String> regionNames(LocationData places) {
    Set<String> names =
        places.index().regions().list().stream().map(Region::name).collect(Collectors.toSet());
    return names.isEmpty() ? null : names;
  }

  private void placesChanged(LocationData places) {
    NodeSystem running = actors;
    if (running != null) {
      running.routing().tell(new RoutingActor.PlacesChanged(places.index()));
    }
  }

  private static void publish(Publisher publisher, List<StoredProfile> stored) {
    Map<String, @Nullable Profile> profiles = new HashMap<>();
    Map<String, Long> created = new HashMap<>();
    for (StoredProfile one : stored) {
      profiles.put(one.profile().name(), one.profile());
      created.put(Profile.key(one.profile().name()), one.created().bits());
    }
    publisher.profiles(profiles, created);
  }

  private static FleetListener listener(NodeSystem actors) {
    ActorRef<ProfileActor.Merged> nobody = actors.system().ignoreRef();
    return new FleetListener() {
      @Override
      public void configuration(Bucket bucket) {
        actors.profiles().tell(new ProfileActor.Merge(bucket, nobody));
      }

      @Override
      public void votes(String key, VoteBlock block) {
        actors.health().tell(new HealthActor.BlockChanged(key, block));
      }

      @Override
      public void message(FleetMessage message) {
        if (message instanceof FleetMessage.Survey survey) {
          actors.surveys().tell(new SurveyActor.Arrived(survey));
        } else {
          actors.peers().tell(new PeersActor.Arrived(message));
        }
      }
    };
  }

  private static BootstrapToken bootstrapToken(Path data, SecureRandom random)
      throws StartException {
    try {
      return BootstrapToken.readOrCreate(data, random);
    } catch (RuntimeException e) {
      throw new StartException(message(e), e);
    }
  }

  private ServerBinding bindHttp(
      NodeSystem running, TokenRegister tokens, NodeMetrics metrics, HttpCounters requests)
      throws StartException {
    HttpApi.Parts parts =
        new HttpApi.Parts(
            settings.node(),
            tokens,
            running.peers(),
            running.profiles(),
            running.health(),
            running.surveys(),
            new AskingExplainer(running.routing(), running.system().scheduler()),
            running(location)::current,
            this::notReady,
            metrics::text,
            requests);
    try {
      return HttpApi.bind(running.system(), settings.admin(), parts).toCompletableFuture().join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new StartException(String.valueOf(cause.getMessage()), cause);
    }
  }

  private List<String> notReady() {
    return leaving.getCount() == 0 ? List.of("the node is leaving") : List.of();
  }

  /** Where it answers DNS, in the order of {@code waymark.dns.listen}, with the real ports. */
  public List<InetSocketAddress> dnsAddresses() {
    return running(dataPlane).addresses();
  }

  /** Where the HTTP API listens, with the real port. */
  public InetSocketAddress adminAddress() {
    return running(http).localAddress();
  }

  /** The sockets, for whoever measures them. */
  public DataPlane dataPlane() {
    return running(dataPlane);
  }

  private static <T> T running(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the node is not running");
    }
    return part;
  }

  /**
   * Leaves gracefully and frees everything: it calls itself not ready, goes on answering for the
   * drain time, and stops answering last. A second call does nothing.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    leaving.countDown();
    vitals.leave();
    drain();
    stopParts();
  }

  /**
   * Stops at once and tells nobody, as near to a process that is killed as one can come from
   * within: the sockets close first, and the fleet hears nothing more. A call after a stop does
   * nothing.
   */
  public void kill() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (dataPlane != null) {
      dataPlane.close();
    }
    link.connect(null);
    ServerBinding binding = http;
    if (binding != null) {
      await(binding.unbind().toCompletableFuture(), "the HTTP listener");
    }
    FleetSystem clustered = fleet;
    if (clustered != null) {
      await(clustered.halt().toCompletableFuture(), "the fleet's actors");
    }
    stopActors();
    closeFiles();
  }

  /** Ends the actor system alone, as a fatal fault of it would; queries go on being answered. */
  void stopActors() {
    NodeSystem running = actors;
    if (running != null) {
      running.system().terminate();
      await(running.system().getWhenTerminated().toCompletableFuture(), "the actors");
    }
  }

  private void drain() {
    try {
      TimeUnit.NANOSECONDS.sleep(settings.dns().drainTime().toNanos());
    } catch (InterruptedException e) {
      // Whoever interrupts wants it to end now.
      Thread.currentThread().interrupt();
    }
  }

  private void stopParts() {
    ServerBinding binding = http;
    if (binding != null) {
      await(binding.terminate(Duration.ofSeconds(1)).toCompletableFuture(), "HTTP connections");
    }
    FleetSystem clustered = fleet;
    if (clustered != null) {
      link.connect(null);
      await(clustered.stop().toCompletableFuture(), "the fleet's actors");
    }
    stopActors();
    if (dataPlane != null) {
      dataPlane.close();
    }
    if (location != null) {
      location.close();
    }
    closeFiles();
  }

  private void closeFiles() {
    if (audit != null) {
      audit.close();
    }
    if (store != null) {
      store.close();
    }
  }

  private static void await(java.util.concurrent.Future<?> stopping, String what) {
    try {
      var _ = stopping.get(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("{} did not stop within {}; going on without", what, STOP_WITHIN);
    } catch (ExecutionException e) {
      LOG.warn("{} did not stop cleanly", what, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.waymark.node;

import io.waymark.node.admin.BootstrapToken;
import io.waymark.node.admin.HttpApi;
import io.waymark.node.admin.HttpCounters;
import io.waymark.node.admin.Role;
import io.waymark.node.admin.Tokens;
import io.waymark.node.dns.AnswerTable;
import io.waymark.node.dns.DataPlane;
import io.waymark.node.location.LocationException;
import io.waymark.node.location.LocationWatch;
import io.waymark.node.metrics.NodeMetrics;
import io.waymark.node.prober.ProbeCounters;
import io.waymark.node.profile.AuditLog;
import io.waymark.node.profile.StoredProfiles;
import io.waymark.node.routing.AskingExplainer;
import io.waymark.node.routing.HealthSnapshot;
import io.waymark.node.routing.Publisher;
import io.waymark.node.settings.NodeSettings;
import io.waymark.node.store.LogStore;
import io.waymark.node.store.MeasuredStore;
import io.waymark.node.store.StoreException;
import io.waymark.protocol.profile.Profile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
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
  private @Nullable NodeSystem actors;
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
    List<Profile> stored = StoredProfiles.readAll(store.entries());
    ServedZones served =
        ServedZones.load(
            settings.dns().zones(),
            stored.stream().map(one -> one.dnsConfig().fqdn()).collect(Collectors.toSet()));
    location = LocationWatch.start(settings.location(), LocationWatch.INTERVAL, _ -> {});
    AnswerTable table = new AnswerTable();
    Publisher publisher = new Publisher(table, served.zones(), served.entries());
    Map<String, @Nullable Profile> profiles = new HashMap<>();
    stored.forEach(profile -> profiles.put(profile.name(), profile));
    publisher.profiles(profiles);
    HealthSnapshot snapshot = HealthSnapshot.read(data);
    snapshot.known().forEach((id, known) -> publisher.verdict(id, known.verdict()));
    dataPlane = DataPlane.start(table, served.zones(), settings.dns());
    Tokens tokens = tokens(data);
    audit = new AuditLog(data);
    ProbeCounters probes = new ProbeCounters();
    HttpCounters requests = new HttpCounters();
    Build build = Build.read();
    NodeMetrics metrics =
        new NodeMetrics(
            new NodeMetrics.Sources(
                build.version(), build.commit(), dataPlane, table, probes, store, audit, requests));
    actors =
        NodeSystem.start(
            new NodeSystem.Parts(
                settings, store, publisher, snapshot, audit, served.reservedNames(), probes));
    http = bindHttp(actors, tokens, metrics, requests);
  }

  private static Tokens tokens(Path data) throws StartException {
    SecureRandom random = new SecureRandom();
    try {
      String text = BootstrapToken.readOrCreate(data, random);
      return new Tokens(List.of(Tokens.Token.of(BootstrapToken.NAME, Role.ADMIN, text, random)));
    } catch (RuntimeException e) {
      throw new StartException(message(e), e);
    }
  }

  private ServerBinding bindHttp(
      NodeSystem running, Tokens tokens, NodeMetrics metrics, HttpCounters requests)
      throws StartException {
    HttpApi.Parts parts =
        new HttpApi.Parts(
            settings.node(),
            tokens,
            running.profiles(),
            running.prober(),
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
    drain();
    stopParts();
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
    stopActors();
    if (audit != null) {
      audit.close();
    }
    if (dataPlane != null) {
      dataPlane.close();
    }
    if (location != null) {
      location.close();
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

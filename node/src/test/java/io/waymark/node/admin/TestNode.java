package io.waymark.node.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.node.fleet.FleetCounters;
import io.waymark.node.fleet.FleetLink;
import io.waymark.node.fleet.PeersActor;
import io.waymark.node.fleet.SurveyActor;
import io.waymark.node.fleet.Vitals;
import io.waymark.node.health.HealthActor;
import io.waymark.node.location.LocationData;
import io.waymark.node.prober.ProbeCounters;
import io.waymark.node.prober.ProbePlan;
import io.waymark.node.prober.ProberActor;
import io.waymark.node.prober.Probes;
import io.waymark.node.profile.AuditLog;
import io.waymark.node.profile.Author;
import io.waymark.node.profile.Configuration;
import io.waymark.node.profile.ProfileActor;
import io.waymark.node.profile.StoredEntities;
import io.waymark.node.routing.RoutingActor;
import io.waymark.node.settings.NodeSettings;
import io.waymark.node.store.DurableStore;
import io.waymark.node.token.BootstrapToken;
import io.waymark.node.token.MemoryTokens;
import io.waymark.node.token.TokenRegister;
import io.waymark.protocol.fleet.NodeId;
import io.waymark.protocol.fleet.Pulse;
import io.waymark.protocol.health.ProbeResult;
import io.waymark.protocol.location.LocationIndex;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.profile.Policy;
import io.waymark.protocol.replica.Replica;
import io.waymark.protocol.token.NewToken;
import io.waymark.protocol.token.Role;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.jspecify.annotations.Nullable;

/**
 * The API over real HTTP on loopback, with the profiles' actor and the prober behind it. What lies
 * beyond them, answers and network, is the test's.
 */
final class TestNode implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  static final NodeSettings.Listen ANY_PORT =
      new NodeSettings.Listen(IpAddress.parse("127.0.0.1"), 0);

  /** What stands for the metrics. */
  static final String METRICS = "# HELP waymark_of_these_tests \u00b5 (unit: none)\n";

  private static final ObjectMapper JSON = new ObjectMapper();

  final Path data;
  final String adminToken;
  final String operatorToken;
  final String viewerToken;

  /** What routing was told, in order. */
  final Queue<RoutingActor.Change> published = new ConcurrentLinkedQueue<>();

  /** What probes of a target come to; those of others never end. */
  final Map<String, ProbeResult> targets = new ConcurrentHashMap<>();

  final List<String> notReady = new CopyOnWriteArrayList<>();

  final HttpCounters counters = new HttpCounters();

  /** What routing says of a name. */
  volatile Explainer explainer =
      (name, _, _) ->
          CompletableFuture.completedFuture(new Explainer.NameNotFound("no profile at " + name));

  /** Where clients are. */
  volatile LocationData location = new LocationData(LocationIndex.EMPTY, "0011223344556677");

  /** Whether routing confirms what it is told. */
  volatile boolean confirming = true;

  private final ActorTestKit kit = ActorTestKit.create();
  private final NodeSettings.Admin settings;
  private final HttpApi.Parts parts;
  private final AuditLog audit;
  private final ServerBinding binding;
  private final HttpClient client = HttpClient.newHttpClient();

  private TestNode(
      Path data, DurableStore store, NodeSettings.Listen listen, NodeSettings.@Nullable Tls tls)
      throws Exception {
    this.data = data;
    settings = new NodeSettings.Admin(listen, false, false, tls);
    SecureRandom random = new SecureRandom();
    BootstrapToken bootstrap = BootstrapToken.readOrCreate(data, random);
    adminToken = bootstrap.text();
    audit = new AuditLog(data);
    TokenRegister tokens =
        new TokenRegister(
            "test-1", bootstrap, new MemoryTokens(), audit, InstantSource.fixed(NOW), random);
    operatorToken = token(tokens, "night-shift", Role.OPERATOR);
    viewerToken = token(tokens, "wallboard", Role.VIEWER);
    ActorRef<RoutingActor.Command> routing = kit.spawn(routing());
    NodeId self = new NodeId("eu-1", "europe", 1);
    FleetLink alone = new FleetLink();
    Vitals vitals = new Vitals();
    CompletableFuture<ActorRef<ProberActor.Command>> prober = new CompletableFuture<>();
    ActorRef<HealthActor.Command> health =
        kit.spawn(
            HealthActor.create(
                "eu-1",
                1,
                Map.of(),
                ballots ->
                    ProberActor.create(
                        ballots,
                        new TargetProbes(),
                        new ProbeCounters(),
                        InstantSource.fixed(NOW),
                        new Random(1),
                        ProberActor.IN_FLIGHT_MAX),
                prober::complete,
                routing,
                alone,
                vitals,
                InstantSource.fixed(NOW),
                TestNode::monotonicMillis));
    Replica replica = new Replica(PeersActor.writer(self));
    StoredEntities.readAll(store.entries(), replica);
    Configuration configuration =
        new Configuration(
            replica,
            Configuration.profiles(replica),
            List.of("tm.example", "other.example"),
            Set.of("ns1.tm.example"),
            new Policy(null, new Policy.Targets(false, List.of())));
    ActorRef<ProfileActor.Command> profiles =
        kit.spawn(
            ProfileActor.create(
                new ProfileActor.Surroundings(
                    store,
                    configuration,
                    routing,
                    health,
                    alone,
                    vitals,
                    marks -> {},
                    (key, entity) -> {},
                    audit,
                    InstantSource.fixed(NOW),
                    Duration.ofMillis(500))));
    ActorRef<PeersActor.Command> peers =
        kit.spawn(
            PeersActor.create(
                new PeersActor.Surroundings(
                    self,
                    1,
                    replica.writer(),
                    1,
                    () -> "127.0.0.1:7355",
                    List.of(),
                    true,
                    "test",
                    vitals,
                    () -> new Pulse.Served(vitals.configHash(), 0, "", ""),
                    () -> 0.0,
                    alone,
                    new FleetCounters(),
                    profiles,
                    health,
                    TestNode::monotonicMillis,
                    InstantSource.fixed(NOW))));
    parts =
        new HttpApi.Parts(
            new NodeSettings.Identity("eu-1", "europe", null, null, data),
            tokens,
            peers,
            profiles,
            health,
            kit.spawn(
                SurveyActor.create("eu-1", "europe", 7, alone, prober.get(10, TimeUnit.SECONDS))),
            (name, type, address) -> explainer.explain(name, type, address),
            () -> location,
            () -> notReady,
            () -> METRICS,
            counters);
    try {
      binding = HttpApi.bind(kit.system(), settings, parts).toCompletableFuture().get();
    } catch (Exception e) {
      kit.shutdownTestKit();
      audit.close();
      client.close();
      throw e;
    }
  }

  private static long monotonicMillis() {
    return System.nanoTime() / 1_000_000;
  }

  private static String token(TokenRegister tokens, String name, Role role) {
    TokenRegister.Outcome made =
        tokens.create(new NewToken(name, role), new Author("tests", "192.0.2.99"));
    return ((TokenRegister.Created) made).text().reveal();
  }

  static TestNode start(
      Path data, DurableStore store, NodeSettings.Listen listen, NodeSettings.@Nullable Tls tls)
      throws Exception {
    return new TestNode(data, store, listen, tls);
  }

  static TestNode start(Path data, DurableStore store) throws Exception {
    return start(data, store, ANY_PORT, null);
  }

  static TestNode start(Path data) throws Exception {
    return start(data, new MemoryStore());
  }

  /** Every call that is answered. */
  List<Route> routes() {
    return HttpApi.routes(kit.system(), settings, parts);
  }

  InetSocketAddress address() {
    return binding.localAddress();
  }

  /** A call with the admin's token. */
  Reply call(String method, String path, @Nullable String body, String... headers)
      throws Exception {
    return callAs(adminToken, method, path, body, headers);
  }

  /** A call with this token, or with none where it is empty. */
  Reply callAs(String token, String method, String path, @Nullable String body, String... headers)
      throws Exception {
    return Reply.of(
        client.send(
            request(token, method, path, body, headers), HttpResponse.BodyHandlers.ofString()));
  }

  /** A call whose answer comes later. */
  CompletableFuture<Reply> callLater(
      String method, String path, @Nullable String body, String... headers) {
    return client
        .sendAsync(
            request(adminToken, method, path, body, headers), HttpResponse.BodyHandlers.ofString())
        .thenApply(Reply::of);
  }

  private HttpRequest request(
      String token, String method, String path, @Nullable String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address().getPort() + path))
            .timeout(Duration.ofSeconds(30))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }

  /** An answer. */
  record Reply(int status, String body, java.net.http.HttpHeaders headers) {
    private static Reply of(HttpResponse<String> response) {
      return new Reply(response.statusCode(), response.body(), response.headers());
    }

    /** A header's value; empty when it was not sent. */
    String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (java.io.IOException e) {
        throw new AssertionError("not JSON: " + body, e);
      }
    }
  }

  @Override
  public void close() {
    client.close();
    binding.terminate(Duration.ofSeconds(5)).toCompletableFuture().join();
    kit.shutdownTestKit();
    audit.close();
  }

  private Behavior<RoutingActor.Command> routing() {
    return Behaviors.receiveMessage(command -> {
      if (command
          instanceof
          RoutingActor.ProfilesChanged(
              List<RoutingActor.Change> changes,
              ActorRef<RoutingActor.Applied> replyTo)) {
        published.addAll(changes);
        if (confirming) {
          replyTo.tell(new RoutingActor.Applied(published.size()));
        }
      }
      return Behaviors.same();
    });
  }

  private final class TargetProbes implements Probes {
    @Override
    public CompletionStage<ProbeResult> probe(ProbePlan plan) {
      ProbeResult result = targets.get(plan.target());
      return result == null ? new CompletableFuture<>() : CompletableFuture.completedFuture(result);
    }

    @Override
    public void close() {}
  }
}

package io.waymark.node.admin;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.waymark.node.fleet.PeersActor;
import io.waymark.node.fleet.SurveyActor;
import io.waymark.node.health.HealthActor;
import io.waymark.node.location.LocationData;
import io.waymark.node.profile.ProfileActor;
import io.waymark.node.settings.NodeSettings;
import io.waymark.node.token.TokenRegister;
import java.io.IOException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.ServerBuilder;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP API: admits requests, has a route answer each, and turns whatever goes wrong into a
 * problem document (RFC 9457).
 *
 * <p>A route runs on a virtual thread of its own and simply waits for whom it asks; the listener's
 * {@code max-connections} bounds how many there are.
 */
public final class HttpApi {
  private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
  private static final String SETTINGS = "io/waymark/node/admin/http.conf";

  /**
   * Whom the API asks.
   *
   * @param metrics in Prometheus' text format
   * @param counters of requests; the API's to count up
   */
  public record Parts(
      NodeSettings.Identity node,
      TokenRegister tokens,
      ActorRef<PeersActor.Command> peers,
      ActorRef<ProfileActor.Command> profiles,
      ActorRef<HealthActor.Command> health,
      ActorRef<SurveyActor.Command> surveys,
      Explainer explainer,
      Supplier<LocationData> location,
      Readiness readiness,
      Supplier<String> metrics,
      HttpCounters counters) {}

  private final ActorSystem<?> system;
  private final Admission admission;
  private final HttpCounters counters;
  private final Executor workers = work -> Thread.ofVirtual().name("http").start(work);

  private HttpApi(ActorSystem<?> system, NodeSettings.Admin settings, Parts parts) {
    this.system = system;
    this.admission =
        new Admission(new Router(routes(system, settings, parts)), parts.tokens().accepted());
    this.counters = parts.counters();
  }

  /** Every call that is answered. */
  static List<Route> routes(ActorSystem<?> system, NodeSettings.Admin settings, Parts parts) {
    Asking asking = new Asking(system.scheduler());
    Monitoring monitoring = new Monitoring(asking, parts.health(), parts.surveys());
    Profiles profiles = new Profiles(asking, parts.peers(), parts.profiles(), monitoring);
    List<Route> routes = new ArrayList<>();
    routes.addAll(new ProfileRoutes(profiles).routes());
    routes.addAll(new EndpointRoutes(profiles).routes());
    routes.addAll(new ApplyRoutes(profiles).routes());
    routes.addAll(new HealthRoutes(profiles, monitoring).routes());
    routes.addAll(new TokenRoutes(parts.tokens(), asking, parts.peers()).routes());
    routes.addAll(new NodesRoutes(asking, parts.peers()).routes());
    routes.addAll(new NodeRoutes(parts.explainer(), parts.readiness()).routes());
    routes.addAll(new LocationRoutes(parts.location()).routes());
    routes.addAll(new GeographyRoutes().routes());
    routes.addAll(new MetricsRoutes(parts.metrics(), settings.metricsOpen()).routes());
    return routes;
  }

  /**
   * Listens, with TLS where the settings say so.
   *
   * @return completes exceptionally, naming the address, when it cannot be listened on
   */
  public static CompletionStage<ServerBinding> bind(
      ActorSystem<?> system, NodeSettings.Admin settings, Parts parts) {
    HttpApi api = new HttpApi(system, settings, parts);
    NodeSettings.Listen listen = settings.listen();
    ServerBuilder server =
        Http.get(system)
            .newServerAt(listen.address().toString(), listen.port())
            .withSettings(serverSettings(system.settings().config()));
    if (settings.tls() != null) {
      try {
        server = server.enableHttps(ServerTls.of(settings.tls()));
      } catch (IOException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
    return server
        .bind(api::counted)
        .exceptionallyCompose(
            failure -> CompletableFuture.failedFuture(cannotListen(listen, failure)));
  }

  private static BindException cannotListen(NodeSettings.Listen listen, Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    BindException named =
        new BindException(
            "cannot listen for HTTP on admin.listen " + listen + ": " + cause.getMessage());
    named.initCause(cause);
    return named;
  }

  private static ServerSettings serverSettings(Config system) {
    return ServerSettings.create(
        ConfigFactory.parseResources(HttpApi.class.getClassLoader(), SETTINGS)
            .withFallback(system)
            .resolve());
  }

  private CompletionStage<HttpResponse> counted(HttpRequest request) {
    return answer(request)
        .thenApply(response -> {
          counters.count(response.status().intValue());
          return response;
        });
  }

  private CompletionStage<HttpResponse> answer(HttpRequest request) {
    Admission.Admitted admitted;
    try {
      admitted = admission.admit(request);
    } catch (RuntimeException e) {
      return RequestBody.discard(request, system).thenApply(_ -> refusal(request, e));
    }
    Route route = admitted.route();
    return RequestBody.read(request, system)
        .thenApplyAsync(body -> route.handler().answer(admitted.call().with(body)), workers)
        .exceptionally(failure -> refusal(request, failure));
  }

  private static HttpResponse refusal(HttpRequest request, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof ProblemException problem) {
      return problem.response();
    }
    LOG.error("{} {} failed", request.method().value(), request.getUri().path(), cause);
    return new ProblemException(500, "the request could not be answered; see the node's log")
        .response();
  }
}

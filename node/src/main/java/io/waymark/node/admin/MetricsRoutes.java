package io.waymark.node.admin;

import io.waymark.protocol.token.Role;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;

/** The metrics, as a scraper reads them. */
final class MetricsRoutes {
  private static final ContentType TEXT =
      ContentTypes.parse("text/plain; version=0.0.4; charset=utf-8");

  private final Supplier<String> metrics;
  private final boolean open;

  /**
   * @param metrics in Prometheus' text format 0.0.4
   * @param open whether no token is needed
   */
  MetricsRoutes(Supplier<String> metrics, boolean open) {
    this.metrics = metrics;
    this.open = open;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            "GET",
            "/metrics",
            open ? null : Role.VIEWER,
            Set.of(),
            Route.Body.NONE,
            MediaTypes.TEXT_PLAIN,
            this::metrics));
  }

  private HttpResponse metrics(Call call) {
    call.parameters().check();
    return Responses.text(TEXT, metrics.get());
  }
}

package io.waymark.node.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.token.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What this node says of itself: its answers explained, its fitness, its contract. */
final class NodeRoutes {
  private static final Duration EXPLAIN_WITHIN = Duration.ofSeconds(5);

  private final Explainer explainer;
  private final Readiness readiness;
  private final JsonNode contract = contract();

  NodeRoutes(Explainer explainer, Readiness readiness) {
    this.explainer = explainer;
    this.readiness = readiness;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            "GET",
            "/v1/explain",
            Role.VIEWER,
            Set.of("name", "type", "client"),
            Route.Body.NONE,
            this::explain),
        new Route("GET", "/livez", null, Set.of(), Route.Body.NONE, this::live),
        new Route("GET", "/readyz", null, Set.of(), Route.Body.NONE, this::ready),
        new Route("GET", "/openapi.json", null, Set.of(), Route.Body.NONE, this::contract));
  }

  private HttpResponse explain(Call call) {
    String name = call.parameters().required("name");
    String type = call.parameters().text("type", "A");
    IpAddress client = call.parameters().address("client", call.client());
    call.parameters().check();
    Explainer.Explanation explanation =
        Asking.await("routing", explainer.explain(name, type, client), EXPLAIN_WITHIN);
    return switch (explanation) {
      case Explainer.Explained(ObjectNode document) -> Responses.json(200, document);
      case Explainer.NameNotFound(String detail) -> throw new ProblemException(404, detail);
      case Explainer.BadArgument(var violation) ->
          throw new ProblemException(400, Parameters.NOT_RIGHT, List.of(violation));
    };
  }

  private HttpResponse live(Call call) {
    return Responses.json(200, JsonNodeFactory.instance.objectNode().put("alive", true));
  }

  private HttpResponse ready(Call call) {
    List<String> reasons = readiness.reasons();
    if (!reasons.isEmpty()) {
      ProblemException notReady = new ProblemException(503, String.join("; ", reasons));
      ObjectNode document = notReady.problem().toJson();
      reasons.forEach(document.putArray("reasons")::add);
      return notReady.response(document);
    }
    return Responses.json(200, JsonNodeFactory.instance.objectNode().put("ready", true));
  }

  private HttpResponse contract(Call call) {
    return Responses.json(200, contract);
  }

  private static JsonNode contract() {
    try (InputStream resource =
        Objects.requireNonNull(NodeRoutes.class.getResourceAsStream("openapi.json"))) {
      return new ObjectMapper().readTree(resource);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.waymark.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract at {@code /openapi.json} describes what is served, and nothing else. */
final class ContractTest {
  private static final Set<String> METHODS = Set.of("get", "put", "patch", "post", "delete");

  @TempDir Path data;

  @Test
  void describesExactlyTheRoutes() throws Exception {
    try (TestNode node = TestNode.start(data)) {
      TestNode.Reply reply = node.callAs("", "GET", "/openapi.json", null);
      assertThat(reply.status()).isEqualTo(200);
      JsonNode contract = reply.json();
      Map<String, String> described = new TreeMap<>();
      for (var path : contract.path("paths").properties()) {
        for (var operation : path.getValue().properties()) {
          if (METHODS.contains(operation.getKey())) {
            described.put(
                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                summary(contract, path.getValue(), operation.getValue()));
          }
        }
      }
      Map<String, String> served = new TreeMap<>();
      for (Route route : node.routes()) {
        served.put(route.method() + " " + route.pattern(), summary(route));
      }
      assertThat(described).isEqualTo(served);
    }
  }

  @Test
  void refersToNothingThatIsMissing() throws Exception {
    try (TestNode node = TestNode.start(data)) {
      JsonNode contract = node.callAs("", "GET", "/openapi.json", null).json();
      List<String> references = contract.findValuesAsText("$ref");
      assertThat(references).isNotEmpty();
      assertThat(references)
          .allMatch(reference -> !contract.at(reference.substring(1)).isMissingNode());
    }
  }

  private static String summary(Route route) {
    List<String> names = new ArrayList<>();
    for (String segment : route.segments()) {
      if (segment.startsWith("{")) {
        names.add("path " + segment.substring(1, segment.length() - 1));
      }
    }
    route.parameters().forEach(parameter -> names.add("query " + parameter));
    return (route.role() == null ? "open" : route.role().toString())
        + ", "
        + (route.body() == Route.Body.NONE ? "no body" : "body")
        + ", "
        + new TreeSet<>(names);
  }

  private static String summary(JsonNode contract, JsonNode path, JsonNode operation) {
    Set<String> names = new TreeSet<>();
    for (JsonNode parameters : List.of(path.path("parameters"), operation.path("parameters"))) {
      for (JsonNode given : parameters) {
        JsonNode parameter =
            given.has("$ref") ? contract.at(given.path("$ref").asText().substring(1)) : given;
        if (!parameter.path("in").asText().equals("header")) {
          names.add(parameter.path("in").asText() + " " + parameter.path("name").asText());
        }
      }
    }
    String description = operation.path("description").asText();
    String role =
        operation.has("security")
            ? "open"
            : description.substring("Role: ".length()).split("[.,]", 2)[0];
    return role + ", " + (operation.has("requestBody") ? "body" : "no body") + ", " + names;
  }
}

package io.waymark.node.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.node.settings.NodeSettings.Listen;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What {@code status} shows: name servers, endpoints, and what the former say of the latter. */
final class DemoStatus {
  private final DemoFleet fleet;
  private final SampleEndpoints endpoints;

  DemoStatus(DemoFleet fleet, SampleEndpoints endpoints) {
    this.fleet = fleet;
    this.endpoints = endpoints;
  }

  /** All of it, a line each. */
  List<String> lines() throws InterruptedException {
    List<String> lines = new ArrayList<>();
    lines.add("Name servers");
    for (DemoServer server : fleet.all()) {
      lines.add("  " + server.name() + "  " + line(server));
    }
    lines.add("Endpoints");
    endpoints.all().forEach(endpoint -> lines.add("  " + line(endpoint)));
    profiles(lines);
    return lines;
  }

  /** One endpoint and its mode. */
  static String line(SampleEndpoint endpoint) {
    return endpoint.name()
        + " is "
        + endpoint.mode().name().toLowerCase(Locale.ROOT)
        + " at "
        + Listen.of(endpoint.address());
  }

  private String line(DemoServer server) throws InterruptedException {
    if (!server.isRunning()) {
      return "not running";
    }
    try {
      JsonNode reply = server.admin().nodes();
      return "running  hears "
          + NodesReply.heard(reply)
          + " of "
          + fleet.all().size()
          + "  config "
          + NodesReply.configHash(reply);
    } catch (IOException e) {
      return "running, but does not say: " + e.getMessage();
    }
  }

  private void profiles(List<String> lines) throws InterruptedException {
    List<DemoServer> running = fleet.running();
    if (running.isEmpty()) {
      lines.add("Profiles: nobody is there to ask");
      return;
    }
    DemoServer asked = running.getFirst();
    lines.add("Profiles, as " + asked.name() + " sees them");
    try {
      for (JsonNode profile : asked.admin().profiles().path("profiles")) {
        String name = profile.path("name").asText();
        lines.add("  " + name + ": " + health(asked.admin().health(name)));
      }
    } catch (IOException e) {
      lines.add("  " + e.getMessage());
    }
  }

  private static String health(JsonNode health) {
    return health.path("profileMonitorStatus").asText()
        + health
            .path("endpoints")
            .valueStream()
            .map(endpoint ->
                endpoint.path("name").asText()
                    + " "
                    + endpoint.path("endpointMonitorStatus").asText())
            .collect(Collectors.joining(", ", " (", ")"));
  }
}

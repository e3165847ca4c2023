package io.waymark.node.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.node.settings.NodeSettings.Listen;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Carries out what is typed while the demo runs. */
final class DemoConsole {
  static final String HELP =
      """
      Commands
        off eu    eu answers 503: it leaves the answers after some failed probes (us, ap as well)
        slow eu   eu answers too late for a probe
        on eu     eu answers again
        status    what runs, and what the node thinks of the endpoints
        quit      ends the demo, as Ctrl-C does
      """;

  private final SampleEndpoints endpoints;
  private final AdminClient admin;
  private final List<String> profiles;
  private final PrintWriter out;
  private final Runnable quit;

  /**
   * @param profiles whose health {@code status} shows
   * @param quit what {@code quit} does
   */
  DemoConsole(
      SampleEndpoints endpoints,
      AdminClient admin,
      List<String> profiles,
      PrintWriter out,
      Runnable quit) {
    this.endpoints = endpoints;
    this.admin = admin;
    this.profiles = List.copyOf(profiles);
    this.out = out;
    this.quit = quit;
  }

  /** Obeys line by line; the end of the input ends nothing but this. */
  void read(BufferedReader in) throws IOException, InterruptedException {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      obey(Order.parse(line));
    }
  }

  private void obey(Order order) throws InterruptedException {
    switch (order) {
      case Order.Switch(String name, SampleEndpoint.Mode mode) ->
          endpoints
              .named(name)
              .ifPresentOrElse(
                  endpoint -> {
                    endpoint.mode(mode);
                    out.println(line(endpoint));
                  },
                  () -> out.println("no endpoint is called " + name + "; there are " + names()));
      case Order.Status() -> status();
      case Order.Help() -> out.println(HELP);
      case Order.Quit() -> quit.run();
      case Order.Nothing() -> {}
      case Order.Unknown(String line) -> out.println("unknown: " + line + "\n" + HELP);
    }
  }

  private void status() throws InterruptedException {
    endpoints.all().forEach(endpoint -> out.println(line(endpoint)));
    for (String profile : profiles) {
      try {
        out.println(profile + ": " + health(admin.health(profile)));
      } catch (IOException e) {
        out.println(profile + ": " + e.getMessage());
      }
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

  private static String line(SampleEndpoint endpoint) {
    return endpoint.name()
        + " is "
        + endpoint.mode().name().toLowerCase(Locale.ROOT)
        + " at "
        + Listen.of(endpoint.address());
  }

  private String names() {
    return endpoints.all().stream().map(SampleEndpoint::name).collect(Collectors.joining(", "));
  }
}

package io.waymark.node.demo;

import io.waymark.node.StartException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** Carries out what is typed while the demo runs. */
final class DemoConsole {
  static final String HELP =
      """
      Commands
        off eu       eu answers 503: it leaves the answers after some failed probes (us, ap as well)
        slow eu      eu answers too late for a probe
        on eu        eu answers again
        kill us-1    the name server us-1 ends as if its machine had died
        start us-1   us-1 comes back, with what it had stored
        status       what runs, and what the name servers think of the endpoints
        quit         ends the demo, as Ctrl-C does
      """;

  private final SampleEndpoints endpoints;
  private final DemoFleet fleet;
  private final PrintWriter out;
  private final Runnable quit;

  /**
   * @param quit what {@code quit} does
   */
  DemoConsole(SampleEndpoints endpoints, DemoFleet fleet, PrintWriter out, Runnable quit) {
    this.endpoints = endpoints;
    this.fleet = fleet;
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
      case Order.Switch(String name, SampleEndpoint.Mode mode) -> turn(name, mode);
      case Order.Kill(String name) ->
          fleet.named(name).ifPresentOrElse(this::kill, () -> noServer(name));
      case Order.Start(String name) ->
          fleet.named(name).ifPresentOrElse(this::start, () -> noServer(name));
      case Order.Status() -> new DemoStatus(fleet, endpoints).lines().forEach(out::println);
      case Order.Help() -> out.println(HELP);
      case Order.Quit() -> quit.run();
      case Order.Nothing() -> {}
      case Order.Unknown(String line) -> out.println("unknown: " + line + "\n" + HELP);
    }
  }

  private void turn(String name, SampleEndpoint.Mode mode) {
    endpoints
        .named(name)
        .ifPresentOrElse(
            endpoint -> {
              endpoint.mode(mode);
              out.println(DemoStatus.line(endpoint));
            },
            () ->
                out.println(
                    "no endpoint is called "
                        + name
                        + "; there are "
                        + names(endpoints.all().stream().map(SampleEndpoint::name).toList())));
  }

  private void kill(DemoServer server) {
    out.println(server.name() + (server.kill() ? " is killed" : " was not running"));
  }

  private void start(DemoServer server) {
    try {
      out.println(server.name() + (server.start() ? " runs again" : " was running already"));
    } catch (StartException e) {
      out.println(server.name() + " cannot start: " + e.getMessage());
    }
  }

  private void noServer(String name) {
    out.println(
        "no name server is called "
            + name
            + "; there are "
            + names(fleet.all().stream().map(DemoServer::name).toList()));
  }

  private static String names(List<String> names) {
    return names.stream().collect(Collectors.joining(", "));
  }
}

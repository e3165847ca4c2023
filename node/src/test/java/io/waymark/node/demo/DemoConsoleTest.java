package io.waymark.node.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.node.demo.SampleEndpoint.Mode;
import io.waymark.node.settings.NodeSettings;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole demo but its command line: real nodes, real endpoints. */
final class DemoConsoleTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path data = Path.of("");

  private static SampleEndpoints endpoints;
  private static DemoFleet fleet;

  private final StringWriter out = new StringWriter();
  private final AtomicInteger quits = new AtomicInteger();

  @BeforeAll
  static void start() throws Exception {
    List<DemoNode> nodes = DemoNode.ALL.subList(0, 2);
    DemoPorts ports = new DemoPorts(0, 0, 0).available(nodes);
    List<NodeSettings> settings = new ArrayList<>();
    for (DemoNode node : nodes) {
      settings.add(node.load(nodes, ports, data, List.of(), null).settings());
    }
    endpoints = SampleEndpoints.start(0);
    try (DemoDirectory directory = DemoDirectory.open(data)) {
      fleet = DemoFleet.start(settings, directory.shareToken(nodes));
    }
    fleet
        .all()
        .getFirst()
        .admin()
        .apply(
            SampleProfiles.all(endpoints.port()).stream()
                .map(SampleProfiles.Sample::document)
                .toList());
  }

  @AfterAll
  static void stop() {
    if (fleet != null) {
      fleet.close();
    }
    if (endpoints != null) {
      endpoints.close();
    }
  }

  @BeforeEach
  void turnAllOn() {
    endpoints.all().forEach(endpoint -> endpoint.mode(Mode.ON));
  }

  @Test
  void switchesEndpoints() throws Exception {
    type("off eu\nslow us\noff ap\non ap\n");

    assertThat(endpoints.all())
        .extracting(SampleEndpoint::mode)
        .containsExactly(Mode.OFF, Mode.SLOW, Mode.ON);
    assertThat(out.toString())
        .contains("eu is off at 127.0.0.11:" + endpoints.port(), "us is slow at 127.0.0.12:");
  }

  @Test
  void goesOnAfterWhatItDoesNotKnowAndAfterTheEnd() throws Exception {
    type("off mars\nkill mars-1\nstart ap-1\nbogus\n\nhelp");

    assertThat(out.toString())
        .contains(
            "no endpoint is called mars; there are eu, us, ap",
            "no name server is called mars-1; there are eu-1, us-1",
            "no name server is called ap-1; there are eu-1, us-1",
            "unknown: bogus\nCommands");
    assertThat(quits).hasValue(0);
  }

  @Test
  void quitsWhenTold() throws Exception {
    type("quit\n");

    assertThat(quits).hasValue(1);
  }

  @Test
  void killsANameServerAndBringsItBackWithWhatItHadStored() throws Exception {
    DemoServer us = fleet.named("us-1").orElseThrow();
    // What one node was given, the other has.
    awaitStatus("us-1  running  hears 2 of 2", "shop: Online (eu Online, us Online, ap Online)");
    awaitStored(us);

    type("kill us-1\nkill us-1\n");

    assertThat(out.toString()).contains("us-1 is killed", "us-1 was not running");
    awaitStatus("eu-1  running  hears 1 of 2", "us-1  not running", "shop: Online");

    type("start us-1\nstart us-1\n");

    assertThat(out.toString()).contains("us-1 runs again", "us-1 was running already");
    assertThat(us.admin().profiles().path("profiles")).hasSize(7);
    awaitStatus("eu-1  running  hears 2 of 2", "us-1  running  hears 2 of 2");
  }

  private static void awaitStored(DemoServer server) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (server.admin().profiles().path("profiles").size() < 4) {
      assertThat(System.nanoTime()).as("%s is told the profiles", server.name()).isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    assertThat(Files.exists(server.settings().node().data().resolve("state.log"))).isTrue();
  }

  private static void awaitStatus(String... parts) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String status;
    do {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      status = String.join("\n", new DemoStatus(fleet, endpoints).lines());
    } while (!containsAll(status, parts) && System.nanoTime() < end);
    assertThat(status).contains(parts);
  }

  private static boolean containsAll(String text, String... parts) {
    return List.of(parts).stream().allMatch(text::contains);
  }

  private void type(String lines) throws Exception {
    new DemoConsole(endpoints, fleet, new PrintWriter(out, true), quits::incrementAndGet)
        .read(new BufferedReader(new StringReader(lines)));
  }
}

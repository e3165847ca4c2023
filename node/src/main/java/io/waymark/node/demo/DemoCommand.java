package io.waymark.node.demo;

import io.waymark.node.Distribution;
import io.waymark.node.StartException;
import io.waymark.node.StopSignal;
import io.waymark.node.demo.SampleProfiles.Sample;
import io.waymark.node.logging.Logging;
import io.waymark.node.settings.InvalidSettingsException;
import io.waymark.node.settings.Loaded;
import io.waymark.node.settings.NodeSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code waymark demo}. */
@Command(
    name = "demo",
    description =
        "Runs name servers, sample endpoints and sample profiles on loopback, to be played with.",
    sortOptions = false,
    showDefaultValues = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:ended", "2:cannot start; what is in the way is on standard error"})
public final class DemoCommand implements Callable<Integer> {
  private static final int PORT_MAX = 65_535;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--dns-port", paramLabel = "PORT", description = "DNS, UDP and TCP; 0 is any.")
  private int dnsPort = 5300;

  @Option(names = "--http-port", paramLabel = "PORT", description = "The HTTP API; 0 is any.")
  private int httpPort = 8053;

  @Option(names = "--fleet-port", paramLabel = "PORT", description = "Between nodes; 0 is any.")
  private int fleetPort = 7355;

  @Option(
      names = "--endpoint-port",
      paramLabel = "PORT",
      description = "The sample endpoints; 0 is any.")
  private int endpointPort = 8081;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keeps the data there; without it, it is temporary.")
  private @Nullable Path data;

  @Option(names = "--nodes", paramLabel = "N", description = "How many name servers run: 1 to 9.")
  private int nodes = 3;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      showDefaultValue = Visibility.NEVER,
      description = "A setting of the nodes, such as waymark.log.level=debug. May be repeated.")
  private List<String> overrides = List.of();

  @Override
  public Integer call()
      throws StartException, InvalidSettingsException, IOException, InterruptedException {
    requireUsable();
    // Before anything is there to be left behind.
    StopSignal stop = StopSignal.install();
    try (DemoDirectory directory = DemoDirectory.open(data)) {
      List<DemoNode> demoNodes = DemoNode.ALL.subList(0, nodes);
      DemoPorts ports = new DemoPorts(dnsPort, httpPort, fleetPort).available(demoNodes);
      List<NodeSettings> settings = load(demoNodes, ports, directory);
      // Before the first start of a node makes it one that is not.
      boolean fresh = directory.isNew();
      String token = directory.shareToken(demoNodes);
      try (SampleEndpoints endpoints = SampleEndpoints.start(endpointPort);
          DemoFleet fleet = DemoFleet.start(settings, token)) {
        PrintWriter out = spec.commandLine().getOut();
        List<Sample> samples = SampleProfiles.all(endpoints.port());
        if (fresh) {
          create(samples, fleet.all().getFirst());
        } else {
          out.println("profiles are as they were; the samples are created in a new directory only");
        }
        out.println(Welcome.text(settings, endpoints, samples, directory));
        beside("demo-watch", () -> tellWhenGathered(fleet, out));
        beside(
            "demo-console",
            () -> listen(new DemoConsole(endpoints, fleet, out, () -> stop.raise("quit"))));
        stop.await();
      }
    }
    return 0;
  }

  private List<NodeSettings> load(List<DemoNode> nodes, DemoPorts ports, DemoDirectory directory)
      throws InvalidSettingsException {
    List<NodeSettings> settings = new ArrayList<>();
    Set<String> warnings = new LinkedHashSet<>();
    for (DemoNode node : nodes) {
      Loaded loaded = node.load(nodes, ports, directory.path(), overrides, Distribution.home());
      settings.add(loaded.settings());
      warnings.addAll(loaded.warnings());
    }
    Logging.configure(settings.getFirst().log());
    Logger log = LoggerFactory.getLogger(DemoCommand.class);
    warnings.forEach(warning -> log.warn("{}", warning));
    return settings;
  }

  /**
   * Through one node, and as one edit, for one of them nests others. The other nodes are told once
   * they are heard.
   */
  private static void create(List<Sample> samples, DemoServer server)
      throws StartException, InterruptedException {
    try {
      server.admin().apply(samples.stream().map(Sample::document).toList());
    } catch (IOException e) {
      throw new StartException("the sample profiles cannot be created: " + e.getMessage(), e);
    }
  }

  private static void tellWhenGathered(DemoFleet fleet, PrintWriter out)
      throws InterruptedException {
    fleet.awaitGathered();
    out.println("All name servers hear each other.");
  }

  private static void listen(DemoConsole console) throws InterruptedException {
    // Not closed: standard input is not ours, and may end while a line is awaited.
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try {
      console.read(in);
    } catch (IOException e) {
      LoggerFactory.getLogger(DemoCommand.class).warn("no more commands: {}", e.toString());
    }
  }

  private interface Task {
    void run() throws InterruptedException;
  }

  /** On a thread that does not outlive the demo. */
  private static void beside(String name, Task task) {
    Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(() -> {
          try {
            task.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private void requireUsable() {
    if (nodes < 1 || nodes > DemoNode.ALL.size()) {
      throw wrong("--nodes", nodes, "must be a number from 1 to " + DemoNode.ALL.size());
    }
    requirePort("--dns-port", dnsPort);
    requirePort("--http-port", httpPort);
    requirePort("--fleet-port", fleetPort);
    requirePort("--endpoint-port", endpointPort);
  }

  private void requirePort(String option, int port) {
    if (port < 0 || port > PORT_MAX) {
      throw wrong(option, port, "must be a port from 0 to 65535");
    }
  }

  private ParameterException wrong(String option, int value, String message) {
    return new ParameterException(spec.commandLine(), option + " (" + value + ") " + message);
  }
}

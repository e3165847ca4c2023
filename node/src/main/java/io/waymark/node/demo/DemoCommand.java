package io.waymark.node.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.node.Distribution;
import io.waymark.node.Node;
import io.waymark.node.StartException;
import io.waymark.node.StopSignal;
import io.waymark.node.demo.DemoNode.PortChoice;
import io.waymark.node.logging.Logging;
import io.waymark.node.settings.InvalidSettingsException;
import io.waymark.node.settings.Loaded;
import io.waymark.node.settings.NodeSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        "Runs a name server, sample endpoints and sample profiles on loopback, to be played with.",
    sortOptions = false,
    showDefaultValues = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:ended", "2:cannot start; what is in the way is on standard error"})
public final class DemoCommand implements Callable<Integer> {
  private static final int NODES_MAX = 1;
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

  @Option(names = "--nodes", paramLabel = "N", description = "How many name servers run.")
  private int nodes = 1;

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
      NodeSettings settings = load(directory);
      Ports.requireFree(settings);
      try (SampleEndpoints endpoints = SampleEndpoints.start(endpointPort);
          Node node = Node.start(settings)) {
        directory.publishToken(settings.node().data());
        try (AdminClient admin =
            new AdminClient(node.adminAddress(), Files.readString(directory.token()).strip())) {
          PrintWriter out = spec.commandLine().getOut();
          List<String> profiles = createProfiles(admin, endpoints.port(), out);
          out.println(
              Welcome.text(
                  settings.node(),
                  node.dnsAddresses().getFirst(),
                  node.adminAddress(),
                  endpoints,
                  directory));
          listen(new DemoConsole(endpoints, admin, profiles, out, () -> stop.raise("quit")));
          stop.await();
        }
      }
    }
    return 0;
  }

  private NodeSettings load(DemoDirectory directory) throws InvalidSettingsException {
    PortChoice ports = new PortChoice(dnsPort, httpPort, fleetPort);
    Loaded loaded = DemoNode.EU.load(ports, directory.path(), overrides, Distribution.home());
    Logging.configure(loaded.settings().log());
    Logger log = LoggerFactory.getLogger(DemoCommand.class);
    loaded.warnings().forEach(warning -> log.warn("{}", warning));
    return loaded.settings();
  }

  /** Returns their names. What a kept data directory already holds stays as the user left it. */
  private static List<String> createProfiles(AdminClient admin, int probePort, PrintWriter out)
      throws StartException, InterruptedException {
    List<String> names = new ArrayList<>();
    try {
      for (ObjectNode profile : SampleProfiles.documents(probePort)) {
        String name = profile.path("name").asText();
        if (!admin.create(profile)) {
          out.println("profile " + name + " was there already and stays as it is");
        }
        names.add(name);
      }
    } catch (IOException e) {
      throw new StartException("the sample profiles cannot be created: " + e.getMessage(), e);
    }
    return names;
  }

  /** Reads standard input beside the demo, which may end while a line is awaited. */
  private static void listen(DemoConsole console) {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Thread.ofPlatform()
        .daemon()
        .name("demo-console")
        .start(() -> {
          try {
            console.read(in);
          } catch (IOException e) {
            LoggerFactory.getLogger(DemoCommand.class).warn("no more commands: {}", e.toString());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private void requireUsable() {
    if (nodes != NODES_MAX) {
      throw wrong("--nodes", nodes, "must be 1: this build runs one name server in the demo");
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

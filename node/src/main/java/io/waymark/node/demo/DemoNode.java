package io.waymark.node.demo;

import io.waymark.node.settings.InvalidSettingsException;
import io.waymark.node.settings.Loaded;
import io.waymark.node.settings.SettingsLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One name server of the demo, before it starts.
 *
 * @param address a loopback address of its own, so that all nodes can have the same ports
 */
record DemoNode(String name, String region, double latitude, double longitude, String address) {
  static final String ZONE = "tm.example";

  /** All there can be; the demo takes the first few of them. */
  static final List<DemoNode> ALL =
      List.of(
          new DemoNode("eu-1", "europe", 52.37, 4.90, "127.0.0.1"),
          new DemoNode("us-1", "america", 40.71, -74.01, "127.0.0.2"),
          new DemoNode("ap-1", "asia", 1.35, 103.82, "127.0.0.3"),
          new DemoNode("sa-1", "south-america", -23.55, -46.63, "127.0.0.4"),
          new DemoNode("af-1", "africa", -26.20, 28.05, "127.0.0.5"),
          new DemoNode("au-1", "oceania", -33.87, 151.21, "127.0.0.6"),
          new DemoNode("eu-2", "europe", 50.11, 8.68, "127.0.0.7"),
          new DemoNode("us-2", "america", 37.77, -122.42, "127.0.0.8"),
          new DemoNode("ap-2", "asia", 35.68, 139.69, "127.0.0.9"));

  /**
   * Its settings, read as a configuration file is.
   *
   * @param fleet all nodes of the demo, this one too
   * @param ports none of them 0: nodes must know each other's before they start
   * @param directory its data goes into a directory of its name in here
   * @param overrides the user's {@code key=value}, which go first
   * @throws InvalidSettingsException when the overrides do not fit
   */
  Loaded load(
      List<DemoNode> fleet,
      DemoPorts ports,
      Path directory,
      List<String> overrides,
      @Nullable Path home)
      throws InvalidSettingsException {
    return SettingsLoader.parse(
        """
        waymark {
          node { name = %1$s, region = %2$s, location { latitude = %3$s, longitude = %4$s }, data = %1$s }
          dns {
            listen = ["%5$s:%6$d"], publish-versions = on, drain-time = 0
            zones = [{ name = %9$s, ns = [%10$s], ns-addresses { %11$s } }]
          }
          fleet { bind = "%5$s:%8$d", peers = [%12$s] }
          admin.listen = "%5$s:%7$d"
          prober.allow-loopback = on
          log.level = warn
        }
        """
            .formatted(
                name,
                region,
                Double.toString(latitude),
                Double.toString(longitude),
                address,
                ports.dns(),
                ports.http(),
                ports.fleet(),
                ZONE,
                IntStream.rangeClosed(1, fleet.size())
                    .mapToObj(DemoNode::nameServer)
                    .collect(Collectors.joining(", ")),
                IntStream.rangeClosed(1, fleet.size())
                    .mapToObj(i ->
                        "\"%s\" = [\"%s\"]".formatted(nameServer(i), fleet.get(i - 1).address()))
                    .collect(Collectors.joining(", ")),
                fleet.stream()
                    .filter(node -> !node.equals(this))
                    .map(node -> "\"%s:%d\"".formatted(node.address(), ports.fleet()))
                    .collect(Collectors.joining(", "))),
        directory,
        overrides,
        home);
  }

  private static String nameServer(int number) {
    return "ns" + number + "." + ZONE;
  }
}

package io.waymark.node.demo;

import io.waymark.node.settings.InvalidSettingsException;
import io.waymark.node.settings.Loaded;
import io.waymark.node.settings.SettingsLoader;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One name server of the demo, before it starts.
 *
 * @param address a loopback address of its own, so that all nodes can have the same ports
 */
record DemoNode(String name, String region, double latitude, double longitude, String address) {
  static final String ZONE = "tm.example";

  static final DemoNode EU = new DemoNode("eu-1", "europe", 52.37, 4.90, "127.0.0.1");

  /** The ports all nodes share; 0 for free ones. */
  record PortChoice(int dns, int http, int fleet) {}

  /**
   * Its settings, read as a configuration file is.
   *
   * @param directory its data goes into a directory of its name in here
   * @param overrides the user's {@code key=value}, which go first
   * @throws InvalidSettingsException when the overrides do not fit
   */
  Loaded load(PortChoice ports, Path directory, List<String> overrides, @Nullable Path home)
      throws InvalidSettingsException {
    return SettingsLoader.parse(
        """
        waymark {
          node { name = %1$s, region = %2$s, location { latitude = %3$s, longitude = %4$s }, data = %1$s }
          dns {
            listen = ["%5$s:%6$d"], publish-versions = on, drain-time = 0
            zones = [{ name = %9$s, ns = [ns1.%9$s], ns-addresses { "ns1.%9$s" = ["%5$s"] } }]
          }
          fleet.bind = "%5$s:%8$d"
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
                ZONE),
        directory,
        overrides,
        home);
  }
}

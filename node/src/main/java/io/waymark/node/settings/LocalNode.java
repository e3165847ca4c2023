package io.waymark.node.settings;

import com.typesafe.config.Config;
import io.waymark.node.settings.NodeSettings.Listen;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where a node on this machine is found that says nothing else in its configuration.
 *
 * @param data its data directory
 * @param admin where its HTTP API listens
 */
public record LocalNode(Path data, Listen admin) {
  /** As the documented defaults say. */
  public static LocalNode byDefault() {
    Config defaults = SettingsLoader.reference().resolve().getConfig(SettingsLoader.ROOT);
    return new LocalNode(
        Path.of(defaults.getString("node.data")),
        Objects.requireNonNull(Forms.LISTEN.parse().apply(defaults.getString("admin.listen"))));
  }
}

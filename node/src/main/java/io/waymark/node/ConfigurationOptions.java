package io.waymark.node;

import io.waymark.node.settings.InvalidSettingsException;
import io.waymark.node.settings.Loaded;
import io.waymark.node.settings.SettingsLoader;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say what to start, and the one way to load it. */
final class ConfigurationOptions {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The configuration, HOCON. config/single.conf is one to begin with.")
  private Path file = Path.of("");

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "A setting that goes before the file, such as waymark.dns.udp-threads=1. May be"
              + " repeated.")
  private List<String> overrides = List.of();

  Path file() {
    return file;
  }

  /**
   * Loads and checks everything that a start needs.
   *
   * @throws InvalidSettingsException with everything that is wrong
   */
  Loaded load() throws InvalidSettingsException {
    return SettingsLoader.load(file, overrides, Distribution.home());
  }
}

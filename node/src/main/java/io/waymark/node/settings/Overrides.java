package io.waymark.node.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Objects;

/** Settings given on the command line as {@code key=value}. */
final class Overrides {
  /** What faults in them are marked with. */
  static final String ORIGIN = "--set";

  private Overrides() {}

  /** The settings as a configuration; of two for the same key the last holds. */
  static Config parse(List<String> settings, Findings findings) {
    Config config = ConfigFactory.empty(ORIGIN);
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      String key = equals < 0 ? setting.strip() : setting.substring(0, equals).strip();
      if (equals < 0 || !key.startsWith(SettingsLoader.ROOT + ".")) {
        findings.faults.add(
            ORIGIN
                + " "
                + setting
                + " must be key=value with a whole path, such as"
                + " waymark.dns.udp-threads=1");
        continue;
      }
      try {
        ConfigUtil.splitPath(key);
        config = config.withValue(key, value(setting.substring(equals + 1).strip()));
      } catch (ConfigException e) {
        findings.faults.add(
            ORIGIN + " " + setting + " cannot be read: " + SettingsLoader.withoutOrigin(e));
      }
    }
    return config;
  }

  /**
   * A list, a block, null or a quoted text as in a file; all else is taken as it stands, so that an
   * address needs no quotes inside the shell's.
   */
  private static ConfigValue value(String text) {
    if (text.equals("null")
        || text.startsWith("[")
        || text.startsWith("{")
        || text.startsWith("\"")) {
      ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription(ORIGIN);
      Config parsed = ConfigFactory.parseString("value = " + text, options);
      return Objects.requireNonNull(parsed.root().get("value"));
    }
    return ConfigValueFactory.fromAnyRef(text, ORIGIN);
  }
}

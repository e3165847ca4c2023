package io.waymark.node.settings;

import com.typesafe.config.ConfigOrigin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What reading a configuration brought to light: faults, warnings, and which keys were read. */
final class Findings {
  private static final int VALUE_LENGTH_MAX = 200;

  final List<String> faults = new ArrayList<>();
  final List<String> warnings = new ArrayList<>();

  /** Paths of keys, {@code []} in place of an index. */
  final Set<String> keysRead = new LinkedHashSet<>();

  /**
   * @param value as it was written
   * @param message what is accepted, such as {@code must be at least 1}
   * @param origin where it was written, or should have been
   */
  void fault(String path, String value, String message, ConfigOrigin origin) {
    faults.add(finding(path, value, message, origin));
  }

  void warning(String path, String value, String message, ConfigOrigin origin) {
    warnings.add(finding(path, value, message, origin));
  }

  private static String finding(String path, String value, String message, ConfigOrigin origin) {
    String shown =
        value.length() <= VALUE_LENGTH_MAX ? value : value.substring(0, VALUE_LENGTH_MAX) + "...";
    return path + " (" + shown + ") " + message + place(origin);
  }

  private static String place(ConfigOrigin origin) {
    if (origin.resource() != null) {
      return ""; // a default: what is missing is the operator's word
    }
    if (origin.filename() == null) {
      return origin.description().startsWith(Overrides.ORIGIN) ? " [" + Overrides.ORIGIN + "]" : "";
    }
    Path file = Path.of(origin.filename()).getFileName();
    return " [" + file + (origin.lineNumber() > 0 ? ":" + origin.lineNumber() : "") + "]";
  }
}

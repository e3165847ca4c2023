package io.waymark.protocol.net;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether text may be the name of a host. */
public final class HostName {
  /** Longest name in text form, without the trailing dot: RFC 1035 section 2.3.4. */
  public static final int LENGTH_MAX = 253;

  private static final int LABEL_MAX = 63;
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_-]+");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private HostName() {}

  /**
   * Why the text is not a host name; null when it is one. Labels of 1 to 63 letters, digits,
   * hyphens (not at the ends) and underscores, 253 characters in all, no trailing dot, and a last
   * label that is not a number, so that no reader takes the name for an address.
   */
  public static @Nullable String fault(String name) {
    String fault = labelsFault(name);
    if (fault == null && NUMBER.matcher(name.substring(name.lastIndexOf('.') + 1)).matches()) {
      return "must be a domain name or an IP address; its last label is a number";
    }
    return fault;
  }

  /** As {@link #fault}, for names that something else follows: the last label may be a number. */
  public static @Nullable String labelsFault(String name) {
    if (name.isEmpty()) {
      return "must not be empty";
    }
    if (name.length() > LENGTH_MAX) {
      return "must have at most " + LENGTH_MAX + " characters, not " + name.length();
    }
    for (String label : name.split("\\.", -1)) {
      if (label.isEmpty() || label.length() > LABEL_MAX) {
        return "must have labels of 1 to " + LABEL_MAX + " characters";
      }
      if (!LABEL.matcher(label).matches()) {
        return "must consist of letters, digits, hyphens and underscores between periods";
      }
      if (label.startsWith("-") || label.endsWith("-")) {
        return "must not have a hyphen at the start or end of a label";
      }
    }
    return null;
  }
}

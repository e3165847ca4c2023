package io.waymark.node.settings;

import java.util.List;

/**
 * A configuration that cannot be started from, with everything that is wrong with it.
 *
 * <p>A fault reads {@code waymark.dns.udp-threads (many) must be a whole number from 0 to 256}.
 */
public final class InvalidSettingsException extends Exception {
  private final List<String> faults;

  /**
   * @param faults at least one, each a sentence for the operator
   */
  public InvalidSettingsException(List<String> faults) {
    super(String.join("\n", faults));
    this.faults = List.copyOf(faults);
  }

  /** What is wrong, in the order of the configuration's blocks. */
  public List<String> faults() {
    return faults;
  }
}

package io.waymark.protocol.token;

import java.util.Locale;

/** What a token may do; each role may do all that the one before it may. */
public enum Role {
  /** Reads everything but tokens. */
  VIEWER,
  /** Switches profiles and endpoints on and off, drains nodes, asks for probes. */
  OPERATOR,
  /** Everything. */
  ADMIN;

  /** Whether this role may do what is asked of {@code needed}. */
  public boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }

  /** The spelling used in documents. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

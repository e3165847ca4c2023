package io.waymark.protocol.location;

import io.waymark.protocol.net.Coordinates;
import io.waymark.protocol.profile.Policy;

/**
 * A place that endpoints can be in and latencies can be measured to.
 *
 * @param name as it was written; compared without case and spaces
 */
public record Region(String name, Coordinates coordinates) {

  /** The name as names are compared. */
  public String key() {
    return Policy.regionKey(name);
  }
}

package io.waymark.node.location;

import java.util.List;

/** Location data that cannot be loaded. The message has a line for every fault. */
public final class LocationException extends Exception {
  LocationException(List<String> faults) {
    super(String.join(System.lineSeparator(), faults));
  }
}

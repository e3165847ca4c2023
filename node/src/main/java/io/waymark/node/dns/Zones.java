package io.waymark.node.dns;

import io.waymark.protocol.dns.WireName;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The zones this name server is authoritative for. Immutable. */
public final class Zones {
  private final Zone[] byDepth;

  public Zones(List<Zone> zones) {
    // The deepest first: a zone inside another one hides it.
    byDepth =
        zones.stream()
            .sorted(Comparator.comparingInt((Zone zone) -> WireName.labels(zone.apex)).reversed())
            .toArray(Zone[]::new);
  }

  /** The zone a name lies in; null when it is not ours. */
  public @Nullable Zone enclosing(byte[] name) {
    return enclosing(name, name.length);
  }

  /** The same, for a name in the first {@code length} octets. */
  @Nullable Zone enclosing(byte[] name, int length) {
    for (Zone zone : byDepth) {
      if (endsWith(name, length, zone.apex)) {
        return zone;
      }
    }
    return null;
  }

  private static boolean endsWith(byte[] name, int length, byte[] apex) {
    int at = length - apex.length;
    if (at < 0 || !Arrays.equals(name, at, length, apex, 0, apex.length)) {
      return false;
    }
    // The same octets may also lie inside a label: only a suffix that starts at a label counts.
    int label = 0;
    while (label < at) {
      label += name[label] + 1;
    }
    return label == at;
  }

  public List<Zone> all() {
    return List.of(byDepth);
  }
}

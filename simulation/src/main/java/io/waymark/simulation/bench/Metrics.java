package io.waymark.simulation.bench;

import java.util.HashMap;
import java.util.Map;

/**
 * What a node counted up to one moment.
 *
 * @param byName each metric's value, added up over its series
 */
record Metrics(Map<String, Double> byName) {
  static final String PROBES_FAILED = "waymark_probes_failed_total";
  static final String PROBES_STRETCHED = "waymark_probes_stretched_total";

  Metrics {
    byName = Map.copyOf(byName);
  }

  /** Reads Prometheus' text format 0.0.4, without timestamps. */
  static Metrics parse(String text) {
    Map<String, Double> byName = new HashMap<>();
    for (String line : text.lines().toList()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        // A label's value may hold spaces, the name and the number do not.
        String name = line.split("[{ ]", 2)[0];
        byName.merge(name, Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)), Double::sum);
      }
    }
    return new Metrics(byName);
  }

  /**
   * One metric's value.
   *
   * @throws BenchException when the node does not tell it
   */
  double of(String name) {
    Double value = byName.get(name);
    if (value == null) {
      throw new BenchException("the node tells no metric " + name);
    }
    return value;
  }
}

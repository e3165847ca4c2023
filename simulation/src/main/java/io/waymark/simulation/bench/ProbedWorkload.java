package io.waymark.simulation.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * Profiles whose endpoints are probed over HTTP: Weighted, three external endpoints each, on {@link
 * ProbedSites}. The Host header tells the sites which endpoint a probe is for.
 *
 * @param port of the sites
 * @param intervalSeconds from the start of one probe of an endpoint to the start of the next
 */
record ProbedWorkload(int port, int intervalSeconds) {
  /** How the Host header of an endpoint's probes begins; its number follows, then a dot. */
  static final String HOST_PREFIX = "e";

  private static final int TIMEOUT_SECONDS = 1;
  private static final int TIMEOUT_SECONDS_SLOW = 5;
  private static final int SLOW_INTERVAL_SECONDS = 10;

  /** Profiles with which this many probes a second are due, rounded up. */
  int profiles(int perSecond) {
    return Math.ceilDiv(perSecond * intervalSeconds, Workload.ENDPOINTS);
  }

  /** Probes a second that are due with so many profiles. */
  double due(int profiles) {
    return (double) profiles * Workload.ENDPOINTS / intervalSeconds;
  }

  /** The profile as the HTTP API takes it; its name is that of {@link Workload#name}. */
  ObjectNode document(int profile) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("name", Workload.name(profile)).put("trafficRoutingMethod", "Weighted");
    document
        .putObject("dnsConfig")
        .put("relativeName", Workload.name(profile))
        .put("zone", Workload.ZONE)
        .put("ttl", Workload.TTL);
    document
        .putObject("monitorConfig")
        .put("protocol", "HTTP")
        .put("port", port)
        .put("path", "/health")
        .put("intervalInSeconds", intervalSeconds)
        .put("timeoutInSeconds", timeoutSeconds());
    var endpoints = document.putArray("endpoints");
    for (int i = 0; i < Workload.ENDPOINTS; i++) {
      int number = profile * Workload.ENDPOINTS + i;
      ObjectNode endpoint =
          endpoints
              .addObject()
              .put("name", "e" + i)
              .put("type", "External")
              .put("target", ProbedSites.address(number));
      endpoint
          .putArray("customHeaders")
          .addObject()
          .put("name", "Host")
          .put("value", String.format(Locale.ROOT, "%s%d.app.example", HOST_PREFIX, number));
    }
    return document;
  }

  /** The shortest that such an interval accepts. */
  private int timeoutSeconds() {
    return intervalSeconds < SLOW_INTERVAL_SECONDS ? TIMEOUT_SECONDS : TIMEOUT_SECONDS_SLOW;
  }
}

package io.waymark.protocol.profile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Writes profiles as documents: every field, in the order in which people read them. */
final class ProfilePrinter {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ProfilePrinter() {}

  static ObjectNode print(Profile profile) {
    ObjectNode document = JSON.objectNode();
    document.put("name", profile.name());
    document
        .putObject("dnsConfig")
        .put("relativeName", profile.dnsConfig().relativeName())
        .put("zone", profile.dnsConfig().zone())
        .put("ttl", profile.dnsConfig().ttl());
    document
        .put("profileStatus", status(profile.enabled()))
        .put("trafficRoutingMethod", profile.trafficRoutingMethod().toString())
        .put("maxReturn", profile.maxReturn())
        .put("affinity", profile.affinity().toString())
        .put("onAllDown", profile.onAllDown().toString());
    switch (profile.quorum()) {
      case Quorum.Share(double share) -> document.put("quorum", share);
      case Quorum.Any _ -> document.put("quorum", "any");
      case Quorum.All _ -> document.put("quorum", "all");
    }
    if (profile.probesPerEndpoint() == Profile.ALL_PROBERS) {
      document.put("probesPerEndpoint", "all");
    } else {
      document.put("probesPerEndpoint", profile.probesPerEndpoint());
    }
    document.set("monitorConfig", monitorConfig(profile.monitorConfig()));
    ArrayNode endpoints = document.putArray("endpoints");
    profile.endpoints().forEach(endpoint -> endpoints.add(print(endpoint)));
    return document;
  }

  private static ObjectNode monitorConfig(MonitorConfig monitor) {
    ObjectNode document = JSON.objectNode();
    document.put("protocol", monitor.protocol().toString()).put("port", monitor.port());
    if (monitor.path() != null) {
      document.put("path", monitor.path());
    }
    document
        .put("intervalInSeconds", monitor.intervalInSeconds())
        .put("timeoutInSeconds", monitor.timeoutInSeconds())
        .put("toleratedNumberOfFailures", monitor.toleratedNumberOfFailures())
        .put("successesToRecover", monitor.successesToRecover())
        .put("validateCertificate", monitor.validateCertificate());
    document.set("customHeaders", headers(monitor.customHeaders()));
    ArrayNode ranges = document.putArray("expectedStatusCodeRanges");
    monitor
        .expectedStatusCodeRanges()
        .forEach(range -> ranges.addObject().put("min", range.min()).put("max", range.max()));
    return document;
  }

  static ObjectNode print(Endpoint endpoint) {
    ObjectNode document = JSON.objectNode();
    document
        .put("name", endpoint.name())
        .put("type", endpoint.type().toString())
        .put("target", endpoint.target());
    if (endpoint.nested() || !endpoint.childMinimumsAreDefault()) {
      document
          .put("minChildEndpoints", endpoint.minChildEndpoints())
          .put("minChildEndpointsIPv4", endpoint.minChildEndpointsIPv4())
          .put("minChildEndpointsIPv6", endpoint.minChildEndpointsIPv6());
    }
    document
        .put("endpointStatus", status(endpoint.enabled()))
        .put("alwaysServe", status(endpoint.alwaysServe()))
        .put("weight", endpoint.weight())
        .put("priority", endpoint.priority());
    if (endpoint.endpointLocation() != null) {
      document.put("endpointLocation", endpoint.endpointLocation());
    }
    ArrayNode codes = document.putArray("geoMapping");
    endpoint.geoMapping().forEach(codes::add);
    ArrayNode subnets = document.putArray("subnets");
    endpoint.subnets().forEach(range -> subnets.add(subnet(range)));
    document.set("customHeaders", headers(endpoint.customHeaders()));
    return document;
  }

  private static ObjectNode subnet(SubnetRange range) {
    ObjectNode document = JSON.objectNode().put("first", range.first().toString());
    if (range.last() != null) {
      document.put("last", range.last().toString());
    }
    if (range.scope() != null) {
      document.put("scope", range.scope());
    }
    return document;
  }

  private static ArrayNode headers(List<HttpHeader> headers) {
    ArrayNode document = JSON.arrayNode();
    headers.forEach(
        header -> document.addObject().put("name", header.name()).put("value", header.value()));
    return document;
  }

  private static String status(boolean enabled) {
    return enabled ? "Enabled" : "Disabled";
  }
}

package io.waymark.node.prober;

import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.HttpHeader;
import io.waymark.protocol.profile.MonitorConfig;
import io.waymark.protocol.profile.Profile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All that decides how one endpoint is probed. Two equal plans are probed alike, so an edit that
 * leaves the plan equal leaves the probing undisturbed.
 *
 * @param target a domain name without trailing dot, or an IP literal
 * @param monitor the profile's settings
 * @param endpointHeaders the endpoint's own headers; they replace the profile's of the same name
 */
public record ProbePlan(String target, MonitorConfig monitor, List<HttpHeader> endpointHeaders) {
  private static final String HOST = "Host";
  private static final Pattern DOMAIN_NAME = Pattern.compile("[\\w-]+(\\.[\\w-]+)*");

  public ProbePlan {
    endpointHeaders = List.copyOf(endpointHeaders);
  }

  /** How the endpoint is probed; null when it is not to be probed at all. */
  public static @Nullable ProbePlan of(Profile profile, Endpoint endpoint) {
    boolean probed =
        profile.enabled() && endpoint.enabled() && !endpoint.nested() && !endpoint.alwaysServe();
    return probed
        ? new ProbePlan(endpoint.target(), profile.monitorConfig(), endpoint.customHeaders())
        : null;
  }

  /** How each of a profile's endpoints is probed; those that are not to be probed are missing. */
  public static Map<EndpointId, ProbePlan> allOf(Profile profile) {
    Map<EndpointId, ProbePlan> plans = new LinkedHashMap<>();
    for (Endpoint endpoint : profile.endpoints()) {
      ProbePlan plan = of(profile, endpoint);
      if (plan != null) {
        plans.putIfAbsent(EndpointId.of(profile, endpoint), plan);
      }
    }
    return plans;
  }

  /**
   * The plan as bytes that are the same on every node: what votes are about is known by them. What
   * a later version adds must leave them as they are where it is not used.
   */
  public byte[] canonical() {
    StringJoiner text = new StringJoiner("\n");
    text.add(target)
        .add(monitor.protocol().name())
        .add(String.valueOf(monitor.port()))
        .add(monitor.path() == null ? "" : monitor.path())
        .add(monitor.intervalInSeconds() + " " + monitor.timeoutInSeconds())
        .add(monitor.toleratedNumberOfFailures() + " " + monitor.successesToRecover())
        .add(String.valueOf(monitor.validateCertificate()));
    monitor.expectedStatusCodeRanges().forEach(range -> text.add(range.min() + "-" + range.max()));
    headers().forEach(header -> text.add(header.name() + ": " + header.value()));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  public Duration interval() {
    return Duration.ofSeconds(monitor.intervalInSeconds());
  }

  public Duration timeout() {
    return Duration.ofSeconds(monitor.timeoutInSeconds());
  }

  /** The target as an address; null when it is a domain name. */
  public @Nullable IpAddress address() {
    return IpAddress.parseOrNull(target);
  }

  /** The operator's headers: the endpoint's, and those of the profile that it does not replace. */
  public List<HttpHeader> headers() {
    List<HttpHeader> headers = new ArrayList<>(endpointHeaders);
    for (HttpHeader header : monitor.customHeaders()) {
      if (endpointHeaders.stream().noneMatch(own -> own.name().equalsIgnoreCase(header.name()))) {
        headers.add(header);
      }
    }
    return headers;
  }

  /** What the Host header says: the operator's, else the target. */
  public String host() {
    String custom = customHost();
    if (custom != null) {
      return custom;
    }
    IpAddress address = address();
    return address != null && address.v6() ? "[" + address + "]" : target;
  }

  /**
   * The name asked for in TLS (RFC 6066 section 3): the operator's Host where that is a domain
   * name, else the target; null when there is only an address, which must not be sent.
   */
  public @Nullable String serverName() {
    String custom = customHost();
    if (custom != null && IpAddress.parseOrNull(custom) == null) {
      int port = custom.indexOf(':');
      String name = port < 0 ? custom : custom.substring(0, port);
      if (DOMAIN_NAME.matcher(name).matches() && IpAddress.parseOrNull(name) == null) {
        return name;
      }
    }
    return address() == null ? target : null;
  }

  private @Nullable String customHost() {
    for (HttpHeader header : headers()) {
      if (header.name().equalsIgnoreCase(HOST)) {
        return header.value();
      }
    }
    return null;
  }
}

package io.waymark.protocol.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.protocol.net.HostName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a profile from its document: types, spellings, defaults, and what each field must be by
 * itself. What fields must be together is {@link ProfileRules}'.
 */
final class ProfileReader {

  static final int RANGES_MAX = 8;
  private static final int PATH_MAX = 2048;
  private static final Pattern PATH = Pattern.compile("/[!-~&&[^#]]*");

  /** What a resource manager's export says of profiles and endpoints, and means nothing here. */
  static final Set<String> EXPORTED =
      Set.of(
          "id",
          "type",
          "location",
          "tags",
          "etag",
          "resourceGroup",
          "trafficViewEnrollmentStatus",
          "allowedEndpointRecordTypes",
          "recordType");

  private static final Set<String> COMPUTED =
      Set.of("fqdn", "profileMonitorStatus", "conflicts", "warnings");

  private final Defaults defaults;
  private final Findings findings;

  ProfileReader(Defaults defaults, Findings findings) {
    this.defaults = defaults;
    this.findings = findings;
  }

  /**
   * The document without {@code properties} envelopes, at the top and around each endpoint. Fields
   * given both inside and outside stay inside, where they are refused as unknown.
   */
  static JsonNode flatten(JsonNode document) {
    if (!(document instanceof ObjectNode given)) {
      return document;
    }
    ObjectNode flat = given.objectNode();
    flat.setAll(given);
    if (flat.get("properties") instanceof ObjectNode) {
      ObjectNode inside = ((ObjectNode) flat.remove("properties")).objectNode();
      for (var field : given.get("properties").properties()) {
        (flat.has(field.getKey()) ? inside : flat).set(field.getKey(), field.getValue());
      }
      if (!inside.isEmpty()) {
        flat.set("properties", inside);
      }
    }
    if (flat.get("endpoints") instanceof ArrayNode endpoints) {
      ArrayNode flatEndpoints = flat.putArray("endpoints");
      endpoints.forEach(endpoint -> flatEndpoints.add(flatten(endpoint)));
    }
    return flat;
  }

  Profile read(JsonNode document) {
    Fields fields = new Fields(flatten(document), "", findings);
    String name = name(fields);
    RoutingMethod method =
        fields.choice("trafficRoutingMethod", RoutingMethod.values(), RoutingMethod.PRIORITY);
    fields.require("trafficRoutingMethod");
    Profile profile =
        new Profile(
            name,
            dnsConfig(fields.object("dnsConfig"), name),
            fields.enabled("profileStatus", true),
            method,
            fields.wholeInt("maxReturn", Profile.MAX_RETURN_DEFAULT, Bounds.MAX_RETURN),
            fields.choice("affinity", Affinity.values(), Affinity.NONE),
            fields.choice("onAllDown", OnAllDown.values(), OnAllDown.ALL),
            quorum(fields),
            probesPerEndpoint(fields),
            monitorConfig(fields.object("monitorConfig")),
            endpoints(fields));
    fields.ignore(EXPORTED);
    fields.ignore(COMPUTED);
    fields.refuseUnknown();
    return profile;
  }

  private String name(Fields fields) {
    String expected = defaults.name();
    String name = expected == null ? fields.requiredText("name") : fields.text("name", expected);
    if (expected != null && !Profile.key(expected).equals(Profile.key(name))) {
      findings.add("name", name, "must be " + expected + ", the name the document is addressed by");
    }
    String fault = Profile.nameFault(name);
    if (fault != null && !findings.faulty("name")) {
      findings.add("name", name, fault);
    }
    return name;
  }

  private DnsConfig dnsConfig(Fields fields, String name) {
    String relativeName = fields.text("relativeName", name);
    String fault = HostName.labelsFault(relativeName);
    if (fault == null && relativeName.equalsIgnoreCase("_waymark")) {
      fault = "must not be _waymark, where the name servers publish their versions";
    }
    // A name that is wrong has been found wrong already, where it stands.
    if (fault != null && (fields.has("relativeName") || !findings.faulty("name"))) {
      findings.add(fields.path("relativeName"), relativeName, fault);
    }
    String zone = fields.text("zone", defaults.zone() == null ? "" : defaults.zone());
    zone = ProfileIndex.nameKey(zone);
    String zoneFault = zone.isEmpty() && !fields.has("zone") ? "is required" : HostName.fault(zone);
    if (zoneFault != null) {
      findings.add(fields.path("zone"), zone, zoneFault);
    }
    long ttl = fields.whole("ttl", DnsConfig.TTL_DEFAULT, Bounds.TTL);
    fields.ignore(COMPUTED);
    fields.refuseUnknown();
    return new DnsConfig(relativeName, zone, ttl);
  }

  private Quorum quorum(Fields fields) {
    JsonNode value = fields.take("quorum");
    if (value == null) {
      return Quorum.DEFAULT;
    }
    if (value.isNumber() && value.doubleValue() > 0 && value.doubleValue() <= 1) {
      return new Quorum.Share(value.doubleValue());
    }
    if ("any".equalsIgnoreCase(value.textValue())) {
      return new Quorum.Any();
    }
    if ("all".equalsIgnoreCase(value.textValue())) {
      return new Quorum.All();
    }
    findings.add("quorum", value, "must be a number above 0 and at most 1, any or all");
    return Quorum.DEFAULT;
  }

  private int probesPerEndpoint(Fields fields) {
    JsonNode value = fields.take("probesPerEndpoint");
    if (value == null || !value.isTextual()) {
      return fields.wholeInt(
          "probesPerEndpoint", Profile.PROBES_PER_ENDPOINT_DEFAULT, Bounds.PROBES_PER_ENDPOINT);
    }
    if (!"all".equalsIgnoreCase(value.textValue())) {
      findings.add("probesPerEndpoint", value, Bounds.PROBES_PER_ENDPOINT + " or all");
    }
    return Profile.ALL_PROBERS;
  }

  private MonitorConfig monitorConfig(Fields fields) {
    ProbeProtocol protocol = fields.choice("protocol", ProbeProtocol.values(), ProbeProtocol.HTTP);
    int interval =
        fields.wholeInt("intervalInSeconds", MonitorConfig.INTERVAL_DEFAULT, Bounds.INTERVAL);
    MonitorConfig monitor =
        new MonitorConfig(
            protocol,
            fields.wholeInt("port", protocol == ProbeProtocol.HTTPS ? 443 : 80, Bounds.PORT),
            path(fields, protocol == ProbeProtocol.TCP ? null : "/"),
            interval,
            fields.wholeInt(
                "timeoutInSeconds", MonitorConfig.timeoutDefault(interval), Bounds.INTERVAL),
            fields.wholeInt(
                "toleratedNumberOfFailures",
                MonitorConfig.TOLERATED_FAILURES_DEFAULT,
                Bounds.TOLERATED_FAILURES),
            fields.wholeInt("successesToRecover", 1, Bounds.SUCCESSES_TO_RECOVER),
            fields.flag("validateCertificate", false),
            HeaderReader.read(fields, findings),
            fields.list("expectedStatusCodeRanges", RANGES_MAX, this::statusCodeRange));
    fields.ignore(COMPUTED);
    fields.refuseUnknown();
    return monitor;
  }

  private @Nullable String path(Fields fields, @Nullable String fallback) {
    String path = fields.text("path");
    if (path == null) {
      return fallback;
    }
    if (path.length() > PATH_MAX || !PATH.matcher(path).matches()) {
      findings.add(
          fields.path("path"),
          path,
          "must start with a slash and have at most "
              + PATH_MAX
              + " visible ASCII characters, no #; others percent-encoded");
    }
    return path;
  }

  private @Nullable StatusCodeRange statusCodeRange(JsonNode element, String path) {
    Fields fields = new Fields(element, path, findings);
    fields.require("min");
    fields.require("max");
    int min = fields.wholeInt("min", 100, Bounds.STATUS_CODE);
    int max = fields.wholeInt("max", 999, Bounds.STATUS_CODE);
    fields.refuseUnknown();
    if (min > max) {
      findings.add(fields.path("max"), max, "must not be below min, " + min);
    }
    return new StatusCodeRange(min, max);
  }

  private List<Endpoint> endpoints(Fields fields) {
    JsonNode given = fields.take("endpoints");
    List<Integer> without = new ArrayList<>();
    boolean anyGiven = false;
    for (int i = 0; given != null && i < given.size(); i++) {
      if (given.path(i).hasNonNull("priority")) {
        anyGiven = true;
      } else if (given.path(i).isObject()) {
        without.add(i);
      }
    }
    if (anyGiven) {
      for (int i : without) {
        findings.add(
            "endpoints[" + i + "].priority", "", "must be given on every endpoint, or on none");
      }
    }
    int[] order = {0};
    return fields.list(
        "endpoints",
        Profile.ENDPOINTS_MAX,
        (element, path) ->
            new EndpointReader(new Fields(element, path, findings), findings).read(++order[0]));
  }

  static String withoutDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}

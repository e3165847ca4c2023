package io.waymark.protocol.profile;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.net.Prefix;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one endpoint of a profile's document. */
final class EndpointReader {
  private static final int NAME_MAX = 260;
  private static final int LOCATION_MAX = 100;

  /** The encoded profile's limit is met long before. */
  private static final int LIST_MAX = 20_000;

  private static final String TYPE_PREFIX = "microsoft.network/trafficmanagerprofiles/";

  private final Fields fields;
  private final Findings findings;

  EndpointReader(Fields fields, Findings findings) {
    this.fields = fields;
    this.findings = findings;
  }

  /**
   * @param priority of an endpoint that gives none
   */
  Endpoint read(int priority) {
    EndpointType type = type();
    Endpoint endpoint =
        new Endpoint(
            name(),
            type,
            target(type),
            fields.enabled("endpointStatus", true),
            fields.enabled("alwaysServe", false),
            fields.wholeInt("weight", 1, Bounds.WEIGHT),
            fields.wholeInt("priority", priority, Bounds.PRIORITY),
            endpointLocation(),
            fields.list("geoMapping", LIST_MAX, this::geoCode),
            fields.list("subnets", LIST_MAX, this::subnet),
            HeaderReader.read(fields, findings),
            fields.wholeInt("minChildEndpoints", 1, Bounds.MIN_CHILDREN),
            fields.wholeInt("minChildEndpointsIPv4", 0, Bounds.MIN_CHILDREN_OF_FAMILY),
            fields.wholeInt("minChildEndpointsIPv6", 0, Bounds.MIN_CHILDREN_OF_FAMILY));
    fields.ignore(ProfileReader.EXPORTED);
    fields.ignore(Set.of("endpointMonitorStatus", "warnings"));
    fields.refuseUnknown();
    return endpoint;
  }

  private String name() {
    String name = fields.requiredText("name");
    if (!findings.faulty(fields.path("name"))
        && (name.isEmpty()
            || name.length() > NAME_MAX
            || name.indexOf('/') >= 0
            || !printable(name))) {
      findings.add(
          fields.path("name"),
          name,
          "must be 1 to " + NAME_MAX + " printable characters, no slash");
    }
    return name;
  }

  private EndpointType type() {
    JsonNode given = fields.take("type");
    if (given != null && given.isTextual()) {
      String text = given.textValue().toLowerCase(Locale.ROOT);
      // The types of a resource manager's export: Microsoft.Network/.../externalEndpoints.
      switch (text.startsWith(TYPE_PREFIX) ? text.substring(TYPE_PREFIX.length()) : text) {
        case "externalendpoints" -> {
          return EndpointType.EXTERNAL;
        }
        case "azureendpoints" -> {
          return EndpointType.AZURE;
        }
        case "nestedendpoints" -> {
          return EndpointType.NESTED;
        }
        default -> {}
      }
    }
    return fields.choice("type", EndpointType.values(), EndpointType.EXTERNAL);
  }

  private String target(EndpointType type) {
    String resource = fields.text("targetResourceId");
    boolean nested = type == EndpointType.NESTED;
    if (resource != null && type == EndpointType.EXTERNAL) {
      findings.add(
          fields.path("targetResourceId"), resource, "is only for Nested and Azure endpoints");
    }
    if (nested && resource != null) {
      // The exported target beside it is the child's domain name, which says nothing new.
      fields.text("target");
      return resource.substring(resource.lastIndexOf('/') + 1);
    }
    String target = ProfileReader.withoutDot(fields.requiredText("target"));
    IpAddress address = nested ? null : IpAddress.parseOrNull(target);
    return address == null ? target : address.toString();
  }

  private @Nullable String endpointLocation() {
    String location = fields.text("endpointLocation");
    if (location != null
        && (location.isBlank() || location.length() > LOCATION_MAX || !printable(location))) {
      findings.add(
          fields.path("endpointLocation"),
          location,
          "must be the name of a region, 1 to " + LOCATION_MAX + " printable characters");
    }
    return location;
  }

  private @Nullable String geoCode(JsonNode element, String path) {
    String code = element.isTextual() ? element.textValue().toUpperCase(Locale.ROOT) : "";
    if (GeoCodes.known(code)) {
      return code;
    }
    findings.add(
        path,
        element,
        "must be WORLD, a grouping such as GEO-EU, a country or a state such as US-CA");
    return null;
  }

  private @Nullable SubnetRange subnet(JsonNode element, String path) {
    Fields range = new Fields(element, path, findings);
    range.require("first");
    IpAddress first = address(range, "first");
    IpAddress last = address(range, "last");
    Integer scope = null;
    if (range.has("scope")) {
      Bounds bounds = new Bounds(0, first == null ? 128 : first.bits());
      scope = range.wholeInt("scope", 0, bounds);
    }
    range.refuseUnknown();
    if (first == null || findings.faulty(path)) {
      return null;
    }
    if (last != null && scope != null) {
      findings.add(range.path("scope"), scope, "must not be given together with last");
    } else if (last != null && last.v6() != first.v6()) {
      findings.add(range.path("last"), last, "must be of the same family as first, " + first);
    } else if (last != null && last.compareTo(first) < 0) {
      findings.add(range.path("last"), last, "must not be below first, " + first);
    } else if (scope != null && !first.network(scope).equals(first)) {
      Prefix prefix = Prefix.of(first, scope);
      findings.add(
          range.path("first"), first, "must be the network address of its scope, as in " + prefix);
    }
    return findings.faulty(path) ? null : new SubnetRange(first, last, scope);
  }

  private @Nullable IpAddress address(Fields range, String field) {
    String text = range.text(field);
    IpAddress address = text == null ? null : IpAddress.parseOrNull(text);
    if (text != null && address == null) {
      findings.add(range.path(field), text, "must be an IPv4 or IPv6 address");
    }
    return address;
  }

  /** No control, format, private, unassigned or separator character but the space. */
  private static boolean printable(String text) {
    return text.codePoints()
        .allMatch(c ->
            switch (Character.getType(c)) {
              case Character.CONTROL,
                  Character.FORMAT,
                  Character.SURROGATE,
                  Character.PRIVATE_USE,
                  Character.UNASSIGNED,
                  Character.LINE_SEPARATOR,
                  Character.PARAGRAPH_SEPARATOR ->
                  false;
              default -> true;
            });
  }
}

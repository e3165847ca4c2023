package io.waymark.protocol.profile;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.protocol.net.HostName;
import io.waymark.protocol.net.IpAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code customHeaders}, of a monitor or of an endpoint. */
final class HeaderReader {
  static final int HEADERS_MAX = 8;
  private static final int NAME_MAX = 128;
  private static final int VALUE_MAX = 4096;

  /** RFC 9110 section 5.6.2: token. */
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  /** RFC 9110 section 5.5: field-value, of ASCII only. */
  private static final Pattern VALUE = Pattern.compile("|[!-~]|[!-~][ -~\\t]*[!-~]");

  private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}$");

  /** These frame the request; a probe has no body and closes its connection itself. */
  private static final Set<String> FRAMING =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private final Findings findings;
  private final Set<String> names = new HashSet<>();

  private HeaderReader(Findings findings) {
    this.findings = findings;
  }

  static List<HttpHeader> read(Fields fields, Findings findings) {
    return fields.list("customHeaders", HEADERS_MAX, new HeaderReader(findings)::header);
  }

  private HttpHeader header(JsonNode element, String path) {
    Fields fields = new Fields(element, path, findings);
    String name = fields.requiredText("name");
    String value = fields.requiredText("value");
    fields.refuseUnknown();
    String nameFault = nameFault(name);
    if (nameFault != null && !findings.faulty(fields.path("name"))) {
      findings.add(fields.path("name"), name, nameFault);
    }
    String valueFault = name.equalsIgnoreCase("Host") ? hostFault(value) : valueFault(value);
    if (valueFault != null && !findings.faulty(fields.path("value"))) {
      findings.add(fields.path("value"), value, valueFault);
    }
    return new HttpHeader(name, value);
  }

  private @Nullable String nameFault(String name) {
    if (name.length() > NAME_MAX || !NAME.matcher(name).matches()) {
      return "must be 1 to " + NAME_MAX + " of the characters RFC 9110 allows in a header's name";
    }
    String key = name.toLowerCase(Locale.ROOT);
    if (FRAMING.contains(key)) {
      return "must not be a header that frames the request";
    }
    return names.add(key) ? null : "must be unique in its list, without case";
  }

  private static @Nullable String valueFault(String value) {
    return value.length() <= VALUE_MAX && VALUE.matcher(value).matches()
        ? null
        : "must be at most "
            + VALUE_MAX
            + " visible ASCII characters, with spaces and tabs only between them";
  }

  private static @Nullable String hostFault(String value) {
    String host = PORT.matcher(value).replaceFirst("");
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    IpAddress address =
        IpAddress.parseOrNull(bracketed ? host.substring(1, host.length() - 1) : host);
    boolean literal = address != null && address.v6() == bracketed;
    return literal || HostName.fault(host) == null
        ? null
        : "must be a host name or an address, with or without a port; * is not supported";
  }
}

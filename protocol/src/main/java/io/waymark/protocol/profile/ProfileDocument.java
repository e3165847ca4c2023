package io.waymark.protocol.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A profile as JSON, as people exchange it, and as canonical bytes, as nodes do.
 *
 * <p>Reading accepts what a resource manager exports: {@code properties} envelopes, enum values in
 * any case, resource ids of nested profiles, and fields that mean nothing here. Printing gives
 * every field, always in the same order.
 */
public final class ProfileDocument {
  /** Longest canonical form, in bytes. */
  public static final int ENCODED_BYTES_MAX = 256 * 1024;

  /** First byte of the canonical form: which form it is. */
  private static final byte FORM = 1;

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private ProfileDocument() {}

  /** Reads a profile and checks every rule that looks at it alone. */
  public static Parsed parse(JsonNode document, Defaults defaults) {
    Findings findings = new Findings();
    Profile profile = new ProfileReader(defaults, findings).read(document);
    OwnRules.check(profile, defaults.policy(), findings);
    return findings.none() ? new Parsed.Valid(profile) : new Parsed.Invalid(findings.list());
  }

  /**
   * Reads one endpoint and puts it into a profile, in the place of the endpoint of that name or
   * else at the end. An endpoint that gives no priority keeps the one it had, or comes last.
   *
   * @param endpointName the document may leave it out, and may differ in case only
   * @return the whole profile; or violations whose paths start at the endpoint's document
   */
  public static Parsed parseEndpoint(
      JsonNode document, String endpointName, Profile profile, Policy policy) {
    if (!(flatten(document) instanceof ObjectNode endpoint)) {
      return new Parsed.Invalid(
          List.of(new Violation("", document.toString(), "must be an object")));
    }
    JsonNode name = endpoint.path("name");
    if (name.isTextual() && !Endpoint.key(name.textValue()).equals(Endpoint.key(endpointName))) {
      return new Parsed.Invalid(
          List.of(
              new Violation(
                  "name",
                  name.textValue(),
                  "must be " + endpointName + ", the name the document is addressed by")));
    }
    Endpoint before = profile.endpoint(endpointName);
    if (!endpoint.hasNonNull("name")) {
      endpoint.put("name", endpointName);
    }
    if (!endpoint.hasNonNull("priority")) {
      endpoint.put("priority", before == null ? nextPriority(profile) : before.priority());
    }
    // Read as the last endpoint, so that whatever two endpoints cannot share is this one's fault.
    List<Endpoint> others = new ArrayList<>(profile.endpoints());
    int place = before == null ? others.size() : others.indexOf(before);
    others.remove(before);
    ObjectNode whole = print(profile.withEndpoints(others));
    ((ArrayNode) whole.get("endpoints")).add(endpoint);
    Defaults defaults = new Defaults(profile.name(), profile.dnsConfig().zone(), policy);
    return switch (parse(whole, defaults)) {
      case Parsed.Valid(Profile changed) -> {
        others.add(place, changed.endpoints().getLast());
        yield new Parsed.Valid(changed.withEndpoints(others));
      }
      case Parsed.Invalid(List<Violation> violations) ->
          new Parsed.Invalid(relativeTo("endpoints[" + others.size() + "]", violations));
    };
  }

  private static int nextPriority(Profile profile) {
    var taken = profile.endpoints().stream().map(Endpoint::priority).collect(Collectors.toSet());
    int last = profile.endpoints().stream().mapToInt(Endpoint::priority).max().orElse(0);
    int next = last < Bounds.PRIORITY.max() ? last + 1 : 1;
    while (taken.contains(next)) {
      next++;
    }
    return next;
  }

  private static List<Violation> relativeTo(String base, List<Violation> violations) {
    return violations.stream()
        .map(found ->
            found.path().startsWith(base)
                ? new Violation(
                    found.path().substring(Math.min(base.length() + 1, found.path().length())),
                    found.value(),
                    found.message(),
                    found.kind())
                : found)
        .toList();
  }

  /**
   * The document without its {@code properties} envelopes. A merge patch is to be flattened before
   * it is applied to a printed profile.
   */
  public static JsonNode flatten(JsonNode document) {
    return ProfileReader.flatten(document);
  }

  /** The profile's document: every field, and {@code dnsConfig.fqdn}. */
  public static ObjectNode print(Profile profile) {
    ObjectNode document = ProfilePrinter.print(profile);
    ((ObjectNode) document.get("dnsConfig")).put("fqdn", profile.dnsConfig().fqdn());
    return document;
  }

  /** The endpoint's document: every field. */
  public static ObjectNode print(Endpoint endpoint) {
    return ProfilePrinter.print(endpoint);
  }

  /** The canonical bytes: equal for equal profiles, and only for those. */
  public static byte[] encode(Profile profile) {
    try {
      byte[] json = JSON.writeValueAsBytes(sorted(ProfilePrinter.print(profile)));
      byte[] encoded = new byte[json.length + 1];
      encoded[0] = FORM;
      System.arraycopy(json, 0, encoded, 1, json.length);
      return encoded;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a profile that JSON cannot hold: " + profile.name(), e);
    }
  }

  /**
   * Reads what {@link #encode} wrote. No rule about several fields is checked: merges of valid
   * edits may break them, and what is stored must be readable nevertheless. Fields this version
   * does not know are left out.
   *
   * @throws IllegalArgumentException when it is not an encoded profile
   */
  public static Profile decode(byte[] encoded) {
    if (encoded.length == 0 || encoded[0] != FORM) {
      throw new IllegalArgumentException(
          "not a profile of form "
              + FORM
              + (encoded.length == 0 ? ": empty" : ": first byte " + encoded[0]));
    }
    JsonNode document;
    try {
      document = JSON.readTree(encoded, 1, encoded.length - 1);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a profile: " + e.getMessage(), e);
    }
    Findings findings = new Findings();
    Profile profile = new ProfileReader(new Defaults(null, null), findings).read(document);
    List<Violation> faults =
        findings.list().stream()
            .filter(found -> found.kind() != Violation.Kind.UNKNOWN_FIELD)
            .toList();
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("not a profile: " + faults);
    }
    return profile;
  }

  /**
   * A profile as far as a document could be read.
   *
   * @param profile with defaults in place of what could not be read
   * @param faults what could not; fields this version does not know are none
   */
  public record Reading(Profile profile, List<Violation> faults) {
    public Reading {
      faults = List.copyOf(faults);
    }
  }

  /**
   * Reads what can be read, for documents that nobody wrote as a whole. No rule about several
   * fields is checked.
   *
   * @param name of the profile, without case
   */
  public static Reading readable(JsonNode document, String name) {
    Findings findings = new Findings();
    Profile profile = new ProfileReader(new Defaults(name, null), findings).read(document);
    List<Violation> faults =
        findings.list().stream()
            .filter(found -> found.kind() != Violation.Kind.UNKNOWN_FIELD)
            .toList();
    return new Reading(profile, faults);
  }

  /** JSON text that is the same for equal values: fields sorted, no space. */
  public static String canonical(JsonNode value) {
    return sorted(value).toString();
  }

  private static JsonNode sorted(JsonNode node) {
    if (node instanceof ArrayNode array) {
      ArrayNode elements = array.arrayNode();
      array.forEach(element -> elements.add(sorted(element)));
      return elements;
    }
    if (node instanceof ObjectNode object) {
      TreeMap<String, JsonNode> fields = new TreeMap<>();
      object.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
      return new ObjectNode(JsonNodeFactory.instance, fields);
    }
    return node;
  }
}

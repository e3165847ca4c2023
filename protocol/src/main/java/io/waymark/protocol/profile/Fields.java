package io.waymark.protocol.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one JSON object. A field that is absent or null has its default; one that is
 * wrong becomes a finding and has its default too, so that reading goes on.
 */
public final class Fields {
  /** Reads one element of an array. */
  interface ElementReader<T> {
    /**
     * @param path of the element
     * @return null when a finding was made
     */
    @Nullable T read(JsonNode element, String path);
  }

  private final ObjectNode object;
  private final boolean isObject;
  private final String path;
  private final Findings findings;
  private final Set<String> known = new HashSet<>();

  /** A node that is no object becomes a finding, and reads as an empty object. */
  public Fields(JsonNode node, String path, Findings findings) {
    this.path = path;
    this.findings = findings;
    isObject = node instanceof ObjectNode;
    if (node instanceof ObjectNode given) {
      object = given;
    } else {
      object = JsonNodeFactory.instance.objectNode();
      findings.add(path, node, "must be an object");
    }
  }

  String path(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  /** The field's value; null when it is absent or null. */
  @Nullable JsonNode take(String field) {
    known.add(field);
    JsonNode value = object.get(field);
    return value == null || value.isNull() ? null : value;
  }

  boolean has(String field) {
    return take(field) != null;
  }

  @Nullable String text(String field) {
    JsonNode value = take(field);
    if (value == null || value.isTextual()) {
      return value == null ? null : value.textValue();
    }
    findings.add(path(field), value, "must be a string");
    return null;
  }

  String text(String field, String fallback) {
    String text = text(field);
    return text == null ? fallback : text;
  }

  /** Makes a finding of absence. */
  public void require(String field) {
    if (!has(field) && isObject) {
      findings.add(path(field), "", "is required");
    }
  }

  /** As {@link #text(String)}; absence is a finding, and reads as an empty string. */
  public String requiredText(String field) {
    require(field);
    return text(field, "");
  }

  long whole(String field, long fallback, Bounds bounds) {
    JsonNode value = take(field);
    if (value == null) {
      return fallback;
    }
    if (value.isIntegralNumber() && value.canConvertToLong() && bounds.contain(value.longValue())) {
      return value.longValue();
    }
    findings.add(path(field), value, bounds.toString());
    return fallback;
  }

  int wholeInt(String field, int fallback, Bounds bounds) {
    return Math.toIntExact(whole(field, fallback, bounds));
  }

  boolean flag(String field, boolean fallback) {
    JsonNode value = take(field);
    if (value == null || value.isBoolean()) {
      return value == null ? fallback : value.booleanValue();
    }
    findings.add(path(field), value, "must be true or false");
    return fallback;
  }

  /** A switch spelled {@code Enabled} or {@code Disabled}. */
  boolean enabled(String field, boolean fallback) {
    return choice(field, Switch.values(), fallback ? Switch.ENABLED : Switch.DISABLED)
        == Switch.ENABLED;
  }

  private enum Switch {
    ENABLED("Enabled"),
    DISABLED("Disabled");

    private final String text;

    Switch(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** One of these, by its {@code toString}, without case. */
  public <E extends Enum<E>> E choice(String field, E[] values, E fallback) {
    JsonNode given = take(field);
    if (given == null) {
      return fallback;
    }
    List<String> accepted = new ArrayList<>();
    for (E value : values) {
      if (value.toString().equalsIgnoreCase(given.textValue())) {
        return value;
      }
      accepted.add(value.toString());
    }
    findings.add(path(field), given, "must be one of " + String.join(", ", accepted));
    return fallback;
  }

  /** The fields of an object; when absent, of an empty one. */
  Fields object(String field) {
    JsonNode value = take(field);
    return new Fields(
        value == null ? JsonNodeFactory.instance.objectNode() : value, path(field), findings);
  }

  /** What could be read of an array's elements; empty when it is absent or too long. */
  <T> List<T> list(String field, int max, ElementReader<T> reader) {
    JsonNode value = take(field);
    List<T> elements = new ArrayList<>();
    if (value == null) {
      return elements;
    }
    if (!value.isArray()) {
      findings.add(path(field), value, "must be an array");
    } else if (value.size() > max) {
      findings.add(
          path(field), value.size() + " elements", "must have at most " + max + " elements");
    } else {
      for (int i = 0; i < value.size(); i++) {
        T element = reader.read(value.get(i), path(field) + "[" + i + "]");
        if (element != null) {
          elements.add(element);
        }
      }
    }
    return elements;
  }

  /** Accepts these fields whatever they hold. */
  void ignore(Set<String> fields) {
    known.addAll(fields);
  }

  /** Finds fault with every field that nobody asked for. */
  public void refuseUnknown() {
    for (var field : object.properties()) {
      if (!known.contains(field.getKey())) {
        findings.add(
            new Violation(
                path(field.getKey()),
                field.getValue().toString(),
                "is not a field of this document",
                Violation.Kind.UNKNOWN_FIELD));
      }
    }
  }
}

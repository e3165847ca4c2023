package io.waymark.protocol.replica.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.waymark.protocol.replica.Bytes;
import io.waymark.protocol.replica.Entity;
import io.waymark.protocol.replica.Register;
import io.waymark.protocol.replica.Sibling;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that merged edits left inconsistent, or that this version cannot read.
 *
 * @param path the field's, such as {@code dnsConfig.ttl} or {@code endpoints/eu/weight}, with the
 *     endpoint's name in lower case; empty for the profile as a whole
 * @param values what was written, from the earliest to the latest; empty when nothing was
 * @param reason what is wrong, and what is done about it
 */
public record Conflict(String path, List<Sibling> values, String reason) {
  private static final JsonMapper JSON = new JsonMapper();

  public Conflict {
    values = List.copyOf(values);
  }

  /** A conflict about a field, with what was written to it. */
  static Conflict about(String path, Entity entity, String reason) {
    Register register = entity.fields().get(path);
    return new Conflict(path, register == null ? List.of() : register.siblings(), reason);
  }

  /**
   * {@code {path, values, by, at, reason}}: of each value what it is (null where the field was
   * cleared), who wrote it, and when.
   */
  public ObjectNode print() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("path", path);
    ArrayNode written = document.putArray("values");
    ArrayNode by = document.putArray("by");
    ArrayNode at = document.putArray("at");
    for (Sibling sibling : values) {
      written.add(value(sibling.value()));
      by.add(sibling.author());
      at.add(Instant.ofEpochMilli(sibling.dot().stamp().millis()).toString());
    }
    return document.put("reason", reason);
  }

  private static JsonNode value(@Nullable Bytes bytes) {
    if (bytes == null) {
      return NullNode.instance;
    }
    try {
      return JSON.readTree(bytes.text());
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(bytes.text());
    }
  }
}

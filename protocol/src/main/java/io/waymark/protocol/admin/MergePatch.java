package io.waymark.protocol.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON Merge Patch, RFC 7396. */
public final class MergePatch {
  /** Media type of such a patch: RFC 7396 section 4. */
  public static final String MEDIA_TYPE = "application/merge-patch+json";

  private MergePatch() {}

  /**
   * The document after the patch: fields given as null are removed, objects are merged, everything
   * else replaces what was there. Neither argument changes; the result may share parts of both.
   */
  public static JsonNode apply(JsonNode document, JsonNode patch) {
    if (!(patch instanceof ObjectNode changes)) {
      return patch;
    }
    ObjectNode merged = JsonNodeFactory.instance.objectNode();
    if (document instanceof ObjectNode before) {
      merged.setAll(before);
    }
    for (var change : changes.properties()) {
      String field = change.getKey();
      if (change.getValue().isNull()) {
        merged.remove(field);
      } else {
        merged.set(field, apply(merged.path(field), change.getValue()));
      }
    }
    return merged;
  }
}

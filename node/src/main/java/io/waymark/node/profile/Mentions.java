package io.waymark.node.profile;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.ProfileDocument;

/**
 * Which fields an edit speaks of. Where two edits that did not know of each other left a field with
 * two values, the next edit that speaks of it settles it, also by saying what already serves.
 */
final class Mentions {
  private static final String ENDPOINTS = "endpoints/";

  private Mentions() {}

  /**
   * @param path of the field, as in {@link io.waymark.protocol.replica.ProfileFields}
   */
  static boolean settles(Edit edit, String path) {
    return switch (edit) {
      case Edit.Put _, Edit.Apply _ -> true;
      case Edit.Patch(_, JsonNode patch) ->
          path.startsWith(ENDPOINTS)
              ? ProfileDocument.flatten(patch).has("endpoints")
              : speaks(ProfileDocument.flatten(patch), path);
      case Edit.PutEndpoint(_, String endpoint, _) -> path.startsWith(of(endpoint));
      case Edit.PatchEndpoint(_, String endpoint, JsonNode patch) ->
          path.startsWith(of(endpoint))
              && speaks(ProfileDocument.flatten(patch), path.substring(of(endpoint).length()));
      case Edit.Delete _, Edit.DeleteEndpoint _ -> false;
    };
  }

  private static String of(String endpoint) {
    return ENDPOINTS + Endpoint.key(endpoint) + "/";
  }

  private static boolean speaks(JsonNode patch, String path) {
    JsonNode at = patch;
    for (String name : path.split("\\.", -1)) {
      if (!at.has(name)) {
        return false;
      }
      at = at.path(name);
    }
    return true;
  }
}

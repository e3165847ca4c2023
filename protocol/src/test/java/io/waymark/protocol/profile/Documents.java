package io.waymark.protocol.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.waymark.protocol.admin.MergePatch;
import java.util.List;

/** Documents for tests, written with single quotes, as changes of a small valid one. */
final class Documents {
  static final Defaults DEFAULTS = new Defaults("shop", "tm.example");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES, JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .build();

  private static final String SMALL =
      """
      {trafficRoutingMethod: 'Weighted', endpoints: [{name: 'eu', target: 'eu.app.example'}]}
      """;

  private Documents() {}

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** The small document, changed by a merge patch. */
  static JsonNode small(String patch) {
    return MergePatch.apply(json(SMALL), json(patch));
  }

  /** The profile that the small document, changed by a merge patch, describes. */
  static Profile profile(String patch) {
    return valid(ProfileDocument.parse(small(patch), DEFAULTS));
  }

  static Profile valid(Parsed parsed) {
    return switch (parsed) {
      case Parsed.Valid(Profile profile) -> profile;
      case Parsed.Invalid(List<Violation> violations) ->
          throw new AssertionError("not valid: " + violations);
    };
  }

  /** What is wrong with the small document, changed by a merge patch; empty when nothing is. */
  static List<Violation> violations(String patch) {
    return violations(ProfileDocument.parse(small(patch), DEFAULTS));
  }

  static List<Violation> violations(Parsed parsed) {
    return switch (parsed) {
      case Parsed.Valid _ -> List.of();
      case Parsed.Invalid(List<Violation> violations) -> violations;
    };
  }

  /** The paths of what is wrong, in the order found. */
  static List<String> paths(String patch) {
    return violations(patch).stream().map(Violation::path).toList();
  }
}

package io.waymark.node.admin;

import java.util.Locale;
import java.util.Set;

/** Which media types the API reads and writes. Types are in lower case, without parameters. */
final class MediaTypes {
  static final String JSON = "application/json";
  static final String PROBLEM = "application/problem+json";

  private static final Set<String> YAML =
      Set.of("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml");

  // What says nothing of the content: none at all, "some bytes", and what curl -d says of any body.
  private static final Set<String> UNTOLD =
      Set.of("", "application/octet-stream", "application/x-www-form-urlencoded");

  private MediaTypes() {}

  static boolean isJson(String type) {
    return type.equals(JSON) || type.startsWith("application/") && type.endsWith("+json");
  }

  static boolean isYaml(String type) {
    return YAML.contains(type);
  }

  /** Whether a body of that type may hold what the route reads. */
  static boolean readable(String type, Route.Body body) {
    return switch (body) {
      case NONE -> true;
      case JSON -> isJson(type) || UNTOLD.contains(type);
      case JSON_OR_YAML -> isJson(type) || isYaml(type) || UNTOLD.contains(type);
    };
  }

  /** The media type in a Content-Type header's value. */
  static String of(String contentType) {
    int end = contentType.indexOf(';');
    return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }
}

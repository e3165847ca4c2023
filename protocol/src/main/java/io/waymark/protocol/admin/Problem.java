package io.waymark.protocol.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.protocol.profile.Violation;
import java.util.List;

/**
 * Why a request was refused: the problem details of RFC 9457, with everything that is wrong in the
 * request's document.
 *
 * @param status the HTTP status code
 * @param detail what went wrong this time, for people
 */
public record Problem(int status, String detail, List<Violation> violations) {
  /** Media type of the document: RFC 9457 section 3. */
  public static final String MEDIA_TYPE = "application/problem+json";

  public Problem {
    violations = List.copyOf(violations);
  }

  /** Without violations. */
  public Problem(int status, String detail) {
    this(status, detail, List.of());
  }

  /**
   * A document was refused: 400 where it has unknown fields, else 422 where it breaks a rule, else
   * 409 as what it claims is taken.
   *
   * @param violations at least one
   */
  public static Problem of(List<Violation> violations) {
    String detail =
        violations.size() == 1
            ? violations.getFirst().toString()
            : violations.size() + " things are wrong with the document";
    return new Problem(status(violations), detail, violations);
  }

  private static int status(List<Violation> violations) {
    if (has(violations, Violation.Kind.UNKNOWN_FIELD)) {
      return 400;
    }
    return has(violations, Violation.Kind.INVALID) ? 422 : 409;
  }

  private static boolean has(List<Violation> violations, Violation.Kind kind) {
    return violations.stream().anyMatch(violation -> violation.kind() == kind);
  }

  /** The status code's phrase: RFC 9110 section 15, RFC 6585 section 4. */
  public String title() {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 406 -> "Not Acceptable";
      case 409 -> "Conflict";
      case 412 -> "Precondition Failed";
      case 413 -> "Content Too Large";
      case 415 -> "Unsupported Media Type";
      case 422 -> "Unprocessable Content";
      case 429 -> "Too Many Requests";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      default -> "Error";
    };
  }

  /**
   * {@code {"type", "title", "status", "detail", "violations": [{"path", "value", "message"}]}},
   * without {@code violations} where there are none.
   */
  public ObjectNode toJson() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "about:blank")
            .put("title", title())
            .put("status", status)
            .put("detail", detail);
    if (!violations.isEmpty()) {
      ArrayNode list = json.putArray("violations");
      for (Violation violation : violations) {
        list.addObject()
            .put("path", violation.path())
            .put("value", violation.value())
            .put("message", violation.message());
      }
    }
    return json;
  }
}

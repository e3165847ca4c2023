package io.waymark.node.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;

/** A node said no. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param problem what it said: RFC 9457
   */
  RefusedException(JsonNode problem) {
    super(text(problem));
  }

  /** Everything that is wrong, a line each. */
  private static String text(JsonNode problem) {
    StringJoiner lines = new StringJoiner(System.lineSeparator());
    lines.add(
        problem.path("status").asText()
            + " "
            + problem.path("title").asText()
            + ": "
            + problem.path("detail").asText());
    for (JsonNode violation : problem.path("violations")) {
      lines.add(
          violation.path("path").asText()
              + " ("
              + violation.path("value").asText()
              + ") "
              + violation.path("message").asText());
    }
    return lines.toString();
  }
}

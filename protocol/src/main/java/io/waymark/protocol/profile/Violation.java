package io.waymark.protocol.profile;

import java.nio.charset.StandardCharsets;

/**
 * One thing wrong with a document.
 *
 * @param path where, such as {@code endpoints[1].weight}; empty for the document itself
 * @param value what was found there, as text; cut to 200 characters
 * @param message what is accepted instead
 */
public record Violation(String path, String value, String message, Kind kind) {
  /** What sort of fault it is; it decides how a request is refused. */
  public enum Kind {
    /** A field that no document has. */
    UNKNOWN_FIELD,
    /** A value or a combination of values that is not accepted. */
    INVALID,
    /** Acceptable by itself, but the name it claims belongs to something else. */
    CONFLICT
  }

  private static final int TEXT_MAX = 200;

  public Violation {
    path = printable(path);
    value = printable(value);
  }

  /** A value or combination that is not accepted. */
  public Violation(String path, String value, String message) {
    this(path, value, message, Kind.INVALID);
  }

  /** Cut to length, and without lone surrogates, which no UTF-8 writer takes. */
  private static String printable(String text) {
    String cut = text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX - 1) + "…";
    return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return (path.isEmpty() ? "the document" : path)
        + (value.isEmpty() ? "" : " (" + value + ")")
        + " "
        + message;
  }
}

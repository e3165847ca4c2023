package io.waymark.protocol.profile;

/**
 * One thing wrong with a document.
 *
 * @param path where, such as {@code endpoints[1].weight}; empty for the document itself
 * @param value what was found there, as text, at most 200 characters
 * @param message what is accepted instead
 */
public record Violation(String path, String value, String message) {
  @Override
  public String toString() {
    return path + " (" + value + ") " + message;
  }
}

package io.waymark.simulation.check;

/** A promise is broken; the message begins with which. */
public final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Violation(String message) {
    super(message);
  }
}

package io.waymark.node;

/**
 * Why a node cannot start. The message is for the operator: it names what is in the way (an address
 * and port, a directory, a file) and says what to do.
 */
public final class StartException extends Exception {
  public StartException(String message) {
    super(message);
  }

  public StartException(String message, Throwable cause) {
    super(message, cause);
  }
}

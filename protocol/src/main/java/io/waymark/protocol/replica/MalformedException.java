package io.waymark.protocol.replica;

/** Bytes that are not what they should encode, or not its canonical form. */
public final class MalformedException extends Exception {
  private static final long serialVersionUID = 1;

  MalformedException(String message) {
    super(message);
  }

  MalformedException(String message, Throwable cause) {
    super(message, cause);
  }
}

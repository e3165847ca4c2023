package io.waymark.node.console;

import java.util.List;

/** No node replied. */
final class UnreachableException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param attempts what became of each, a line
   */
  UnreachableException(List<String> attempts) {
    super(String.join(System.lineSeparator(), attempts));
  }
}

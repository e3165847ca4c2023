package io.waymark.protocol.fleet;

import java.util.HexFormat;

/**
 * One edit, however often it is sent.
 *
 * @param origin the name of the node that took the request
 * @param life drawn at random for each life of that node, so that its next life counts anew
 * @param number of the edit in that life
 */
public record EditId(String origin, long life, long number) {
  /** For logs and the audit, such as {@code ams1-00c0ffee00c0ffee-17}. */
  @Override
  public String toString() {
    return origin + "-" + HexFormat.of().toHexDigits(life) + "-" + number;
  }
}

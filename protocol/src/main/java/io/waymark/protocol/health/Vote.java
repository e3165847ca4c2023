package io.waymark.protocol.health;

/**
 * What one prober says of one endpoint.
 *
 * @param up whether it found the endpoint up, or down
 * @param withdrawn whether it takes its word back because it doubts its own uplink; {@code up} is
 *     then the last thing it said
 */
public record Vote(boolean up, boolean withdrawn) {
  public static final Vote UP = new Vote(true, false);
  public static final Vote DOWN = new Vote(false, false);

  /** The same word, taken back. */
  public Vote withdraw() {
    return new Vote(up, true);
  }
}

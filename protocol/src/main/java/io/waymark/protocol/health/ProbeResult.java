package io.waymark.protocol.health;

/** What came of one probe. */
public sealed interface ProbeResult {
  /** From start to success, in milliseconds. */
  record Passed(long roundTripMs) implements ProbeResult {}

  /** Why it failed, for people: such as {@code status 503, expected 200}. */
  record Failed(String reason) implements ProbeResult {}
}

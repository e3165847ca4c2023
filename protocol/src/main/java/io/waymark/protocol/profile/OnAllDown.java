package io.waymark.protocol.profile;

/** What a profile answers when no endpoint is available and at least one is Degraded. */
public enum OnAllDown {
  /** As if every Degraded endpoint were Online: all is usually a better answer than none. */
  ALL("all"),
  /** NOERROR with an empty answer. */
  NODATA("nodata"),
  /** SERVFAIL. */
  SERVFAIL("servfail");

  private final String text;

  OnAllDown(String text) {
    this.text = text;
  }

  /** The spelling used in documents. */
  @Override
  public String toString() {
    return text;
  }
}

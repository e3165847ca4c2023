package io.waymark.protocol.profile;

/** What an endpoint's target names. */
public enum EndpointType {
  /** A domain name or an IP address. */
  EXTERNAL("External"),
  /** The same as {@link #EXTERNAL}; kept apart so that an imported document prints as it came. */
  AZURE("Azure"),
  /** Another profile, by its name. */
  NESTED("Nested");

  private final String text;

  EndpointType(String text) {
    this.text = text;
  }

  /** The spelling used in documents. */
  @Override
  public String toString() {
    return text;
  }
}

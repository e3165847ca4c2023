package io.waymark.protocol.health;

/** An endpoint's status, in the original's words. */
public enum EndpointMonitorStatus {
  CHECKING_ENDPOINT("CheckingEndpoint"),
  ONLINE("Online"),
  DEGRADED("Degraded"),
  DISABLED("Disabled"),
  INACTIVE("Inactive"),
  STOPPED("Stopped"),
  UNMONITORED("Unmonitored");

  private final String text;

  EndpointMonitorStatus(String text) {
    this.text = text;
  }

  /** Whether the endpoint is a candidate without best effort. */
  public boolean available() {
    return this == ONLINE || this == CHECKING_ENDPOINT || this == UNMONITORED;
  }

  /** The spelling used in documents. */
  @Override
  public String toString() {
    return text;
  }
}

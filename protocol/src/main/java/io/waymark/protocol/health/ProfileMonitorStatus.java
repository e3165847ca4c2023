package io.waymark.protocol.health;

/** A profile's status, in the original's words. */
public enum ProfileMonitorStatus {
  CHECKING_ENDPOINTS("CheckingEndpoints"),
  ONLINE("Online"),
  DEGRADED("Degraded"),
  DISABLED("Disabled"),
  INACTIVE("Inactive");

  private final String text;

  ProfileMonitorStatus(String text) {
    this.text = text;
  }

  /** The spelling used in documents. */
  @Override
  public String toString() {
    return text;
  }
}

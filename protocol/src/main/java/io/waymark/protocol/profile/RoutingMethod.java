package io.waymark.protocol.profile;

/** How a profile chooses among its available endpoints. */
public enum RoutingMethod {
  PERFORMANCE("Performance"),
  PRIORITY("Priority"),
  WEIGHTED("Weighted"),
  GEOGRAPHIC("Geographic"),
  MULTI_VALUE("MultiValue"),
  SUBNET("Subnet");

  private final String text;

  RoutingMethod(String text) {
    this.text = text;
  }

  /** The spelling used in documents. */
  @Override
  public String toString() {
    return text;
  }
}

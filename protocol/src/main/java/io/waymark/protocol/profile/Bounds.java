package io.waymark.protocol.profile;

/** The whole numbers a field accepts, both ends included. */
record Bounds(long min, long max) {
  static final Bounds TTL = new Bounds(0, DnsConfig.TTL_MAX);
  static final Bounds MAX_RETURN = new Bounds(1, 8);
  static final Bounds PROBES_PER_ENDPOINT = new Bounds(1, 1000);
  static final Bounds PORT = new Bounds(1, 65_535);
  static final Bounds INTERVAL = new Bounds(1, 300);
  static final Bounds TOLERATED_FAILURES = new Bounds(0, 9);
  static final Bounds SUCCESSES_TO_RECOVER = new Bounds(1, 10);
  static final Bounds STATUS_CODE = new Bounds(100, 999);
  static final Bounds WEIGHT = new Bounds(1, 1000);
  static final Bounds PRIORITY = new Bounds(1, 1000);

  /** Past the greatest number of endpoints a child could only ever be Degraded. */
  static final Bounds MIN_CHILDREN = new Bounds(1, Profile.ENDPOINTS_MAX);

  static final Bounds MIN_CHILDREN_OF_FAMILY = new Bounds(0, Profile.ENDPOINTS_MAX);

  boolean contain(long value) {
    return min <= value && value <= max;
  }

  /** What is accepted, for people. */
  @Override
  public String toString() {
    return "must be a whole number in [" + min + ", " + max + "]";
  }
}

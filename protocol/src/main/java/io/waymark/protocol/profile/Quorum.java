package io.waymark.protocol.profile;

/** The share of votes cast that must be Up for an endpoint to be up. */
public sealed interface Quorum {
  /** The original's rule: exactly half is up. */
  Quorum DEFAULT = new Share(0.5);

  /** Whether this many Up votes among this many votes cast (at least 1) make the endpoint up. */
  boolean met(int up, int cast);

  /**
   * @param share in {@code (0, 1]}
   */
  record Share(double share) implements Quorum {
    @Override
    public boolean met(int up, int cast) {
      // A quotient is rounded like the share's own decimal was; a product may miss by one bit, and
      // 11 of 20 would not be 0.55.
      return (double) up / cast >= share;
    }
  }

  /** One Up vote is enough. */
  record Any() implements Quorum {
    @Override
    public boolean met(int up, int cast) {
      return up > 0;
    }
  }

  /** Every vote must be Up. */
  record All() implements Quorum {
    @Override
    public boolean met(int up, int cast) {
      return up == cast;
    }
  }
}

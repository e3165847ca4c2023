package io.waymark.protocol.net;

/**
 * Where a query comes from, as far as routing may look: an address, and how many of its bits are
 * known. Mutable, one for each thread of the name server.
 */
public final class Client {
  private boolean v6;
  private long high;
  private long low;
  private int knownBits;

  /**
   * @param high the upper 64 bits of an IPv6 address; 0 for IPv4
   * @param low the lower 64 bits of an IPv6 address; an IPv4 address in its lower 32 bits
   * @param knownBits the whole address, or the source prefix length of its client subnet
   */
  public void set(boolean v6, long high, long low, int knownBits) {
    this.v6 = v6;
    this.high = high;
    this.low = low;
    this.knownBits = knownBits;
  }

  public void set(IpAddress address) {
    set(address.v6(), address.high(), address.low(), address.bits());
  }

  public boolean v6() {
    return v6;
  }

  public long high() {
    return high;
  }

  public long low() {
    return low;
  }

  /** Leading bits that are known; the others are zero. */
  public int knownBits() {
    return knownBits;
  }

  public IpAddress address() {
    return new IpAddress(v6, high, low);
  }
}

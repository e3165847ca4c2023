package io.waymark.node.dns;

import io.waymark.protocol.dns.WireName;

/** What one name answers. Deeply immutable: a query that has found it keeps it to the end. */
public abstract sealed class Entry permits ProfileEntry, StaticEntry {
  final byte[] name;
  final long hash;
  final Zone zone;

  /**
   * @param name in wire format, lower case
   * @param zone the zone it lies in
   */
  Entry(byte[] name, Zone zone) {
    this.name = name;
    this.hash = WireName.hash(name);
    this.zone = zone;
  }

  /** In wire format, lower case; not to be changed. */
  public byte[] name() {
    return name;
  }

  /** The zone it lies in. */
  public Zone zone() {
    return zone;
  }

  @Override
  public String toString() {
    return WireName.text(name);
  }
}

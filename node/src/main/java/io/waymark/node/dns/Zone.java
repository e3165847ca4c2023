package io.waymark.node.dns;

import io.waymark.protocol.dns.Records;
import io.waymark.protocol.dns.WireName;
import java.util.Arrays;
import java.util.List;

/**
 * A zone this name server is authoritative for, with the SOA that its negative answers carry. Only
 * the SOA's serial ever changes.
 */
public final class Zone {
  final byte[] apex;
  volatile byte[] soa;
  final byte[][] nameServerAddresses;

  /**
   * @param apex in wire format, lower case
   * @param primary SOA MNAME
   * @param hostmaster SOA RNAME
   * @param negativeTtl seconds
   */
  public Zone(byte[] apex, byte[] primary, byte[] hostmaster, int serial, long negativeTtl) {
    this(apex, primary, hostmaster, serial, negativeTtl, List.of());
  }

  /**
   * @param nameServerAddresses records with whole owner names, sent along with the apex's NS
   *     records
   */
  public Zone(
      byte[] apex,
      byte[] primary,
      byte[] hostmaster,
      int serial,
      long negativeTtl,
      List<byte[]> nameServerAddresses) {
    this.apex = apex.clone();
    this.soa = Records.soa(primary, hostmaster, serial, negativeTtl);
    this.nameServerAddresses = nameServerAddresses.toArray(byte[][]::new);
  }

  /** Whether the name is the apex or lies below it. */
  public boolean contains(byte[] name) {
    return WireName.within(name, apex);
  }

  public boolean isApex(byte[] name) {
    return Arrays.equals(name, apex);
  }

  /** In wire format, lower case; not to be changed. */
  public byte[] apex() {
    return apex;
  }

  /**
   * Sets the SOA's serial, for every answer from now on. Safe for use while queries are answered.
   *
   * @return the SOA record with it, its owner a pointer to the question's name; not to be changed
   */
  public byte[] serial(int serial) {
    byte[] changed = Records.withSerial(soa, serial);
    soa = changed;
    return changed;
  }

  /** The SOA record, its owner a pointer to the question's name; not to be changed. */
  public byte[] soa() {
    return soa;
  }

  @Override
  public String toString() {
    return WireName.text(apex);
  }
}

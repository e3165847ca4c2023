package io.waymark.protocol.dns;

import io.waymark.protocol.net.IpAddress;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Wire-ready resource records whose owner is a pointer to the question's name. They are made when a
 * name is compiled and copied as they are into every answer.
 */
public final class Records {
  /** A pointer to offset 12, where every question's name starts (RFC 1035 section 4.1.4). */
  static final int POINTER_TO_QUESTION = 0xc000 | Query.HEADER_LENGTH;

  /** Octets before the RDATA: pointer, type, class, TTL, RDLENGTH. */
  public static final int FIXED_LENGTH = 12;

  /** Serial, refresh, retry, expire, minimum: the end of an SOA record. */
  private static final int SOA_NUMBERS = 5;

  private Records() {}

  /** Any record of class IN from its RDATA in wire format, names uncompressed. */
  public static byte[] of(int type, long ttl, byte[] rdata) {
    return of(type, RecordClass.IN, ttl, rdata);
  }

  static byte[] of(int type, int recordClass, long ttl, byte[] rdata) {
    byte[] record = new byte[FIXED_LENGTH + rdata.length];
    put16(record, 0, POINTER_TO_QUESTION);
    put16(record, 2, type);
    put16(record, 4, recordClass);
    put32(record, 6, (int) ttl);
    put16(record, 10, rdata.length);
    System.arraycopy(rdata, 0, record, FIXED_LENGTH, rdata.length);
    return record;
  }

  /**
   * The same record with its owner written out, for a section where the owner is not the question's
   * name.
   */
  public static byte[] withOwner(byte[] owner, byte[] record) {
    byte[] whole = new byte[owner.length + record.length - 2];
    System.arraycopy(owner, 0, whole, 0, owner.length);
    System.arraycopy(record, 2, whole, owner.length, record.length - 2);
    return whole;
  }

  /** A for IPv4, AAAA for IPv6. */
  public static byte[] address(long ttl, IpAddress address) {
    return of(address.v6() ? RecordType.AAAA : RecordType.A, ttl, address.bytes());
  }

  /** A CNAME record. */
  public static byte[] cname(long ttl, byte[] target) {
    return of(RecordType.CNAME, ttl, target);
  }

  /** An NS record. */
  public static byte[] ns(long ttl, byte[] target) {
    return of(RecordType.NS, ttl, target);
  }

  /**
   * A TXT record of one or more strings of at most 255 octets each; longer text is cut into
   * several.
   */
  public static byte[] txt(int recordClass, long ttl, String text) {
    byte[] characters = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream rdata = new ByteArrayOutputStream();
    int start = 0;
    do {
      int length = Math.min(255, characters.length - start);
      rdata.write(length);
      rdata.write(characters, start, length);
      start += length;
    } while (start < characters.length);
    return of(RecordType.TXT, recordClass, ttl, rdata.toByteArray());
  }

  /**
   * An SOA record; timers are the defaults of RFC 1912 section 2.2 scaled for a zone that has no
   * secondaries.
   *
   * @param negativeTtl both the record's TTL and its MINIMUM (RFC 2308 section 3)
   */
  public static byte[] soa(byte[] primary, byte[] hostmaster, int serial, long negativeTtl) {
    byte[] rdata = new byte[primary.length + hostmaster.length + 20];
    System.arraycopy(primary, 0, rdata, 0, primary.length);
    System.arraycopy(hostmaster, 0, rdata, primary.length, hostmaster.length);
    int numbers = primary.length + hostmaster.length;
    put32(rdata, numbers, serial);
    put32(rdata, numbers + 4, 900);
    put32(rdata, numbers + 8, 300);
    put32(rdata, numbers + 12, 2_419_200);
    put32(rdata, numbers + 16, (int) negativeTtl);
    return of(RecordType.SOA, negativeTtl, rdata);
  }

  /** The SOA record with another serial: RFC 1035 section 3.3.13. */
  public static byte[] withSerial(byte[] soa, int serial) {
    byte[] changed = soa.clone();
    put32(changed, changed.length - SOA_NUMBERS * Integer.BYTES, serial);
    return changed;
  }

  static void put16(byte[] octets, int offset, int value) {
    octets[offset] = (byte) (value >>> 8);
    octets[offset + 1] = (byte) value;
  }

  static void put32(byte[] octets, int offset, int value) {
    put16(octets, offset, value >>> 16);
    put16(octets, offset + 2, value);
  }
}

package io.waymark.protocol.dns;

import java.nio.charset.StandardCharsets;

/**
 * What the OPT record of a response says. Mutable, one for each thread; {@link #clear} before each
 * response.
 */
public final class OptRecord {
  /** Longest name server identifier that is sent. */
  public static final int NSID_MAX = 255;

  /** Extended DNS errors in use (RFC 8914 section 4). */
  public static final int EDE_NONE = -1;

  public static final int EDE_NOT_READY = 14;
  public static final int EDE_PROHIBITED = 18;
  public static final int EDE_STALE = 19;
  public static final int EDE_NOT_AUTHORITATIVE = 20;

  private final byte[] nsid;
  private int scope;
  private int extendedError = EDE_NONE;

  /**
   * @param nsid the name server identifier; empty for none
   * @throws IllegalArgumentException when it is longer than {@link #NSID_MAX} octets
   */
  public OptRecord(String nsid) {
    this.nsid = nsid.getBytes(StandardCharsets.UTF_8);
    if (this.nsid.length > NSID_MAX) {
      throw new IllegalArgumentException("NSID longer than " + NSID_MAX + " octets: " + nsid);
    }
  }

  /** Forgets what was said of the last response. */
  public void clear() {
    scope = 0;
    extendedError = EDE_NONE;
  }

  /**
   * Leading address bits the answer depended on: SCOPE PREFIX-LENGTH, RFC 7871 section 7.2.1. 0
   * lets a resolver reuse the answer for every client, so a rule that looked at where the client is
   * must not leave it at 0.
   */
  public void scope(int bits) {
    scope = bits;
  }

  /** Adds an extended DNS error (RFC 8914) without text. */
  public void extendedError(int code) {
    extendedError = code;
  }

  /** Octets that the record may take in the response to this query. */
  int room(Query query) {
    EdnsQuery edns = query.edns();
    if (!edns.present()) {
      return 0;
    }
    int subnet = edns.hasSubnet() ? 8 + (edns.subnetSource() + 7) / 8 : 0;
    int identifier = edns.nsid() ? 4 + nsid.length : 0;
    return 11 + identifier + subnet + 6;
  }

  int write(Query query, int rcode, byte[] out, int start) {
    EdnsQuery edns = query.edns();
    int at = start;
    out[at] = 0;
    Records.put16(out, at + 1, RecordType.OPT);
    Records.put16(out, at + 3, Reply.UDP_PAYLOAD_MAX);
    out[at + 5] = (byte) (rcode >>> 4);
    out[at + 6] = 0;
    // RFC 3225 section 3: DO is copied, whether or not anything is signed.
    Records.put16(out, at + 7, edns.dnssecOk() ? 0x8000 : 0);
    int data = at + 11;
    at = data;
    if (edns.nsid() && nsid.length > 0) {
      Records.put16(out, at, EdnsQuery.OPTION_NSID);
      Records.put16(out, at + 2, nsid.length);
      System.arraycopy(nsid, 0, out, at + 4, nsid.length);
      at += 4 + nsid.length;
    }
    if (edns.hasSubnet()) {
      // RFC 7871 section 7.2.1: family, source prefix length and address are repeated as they came.
      int octets = 4 + (edns.subnetSource() + 7) / 8;
      Records.put16(out, at, EdnsQuery.OPTION_CLIENT_SUBNET);
      Records.put16(out, at + 2, octets);
      System.arraycopy(query.packet, edns.subnetOffset(), out, at + 4, octets);
      out[at + 7] = (byte) scope;
      at += 4 + octets;
    }
    if (extendedError != EDE_NONE) {
      Records.put16(out, at, 15);
      Records.put16(out, at + 2, 2);
      Records.put16(out, at + 4, extendedError);
      at += 6;
    }
    Records.put16(out, data - 2, at - data);
    return at;
  }
}

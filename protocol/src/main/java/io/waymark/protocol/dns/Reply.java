package io.waymark.protocol.dns;

/**
 * Assembles one response in stages: question, answer, authority, additional. Mutable, one for each
 * thread.
 *
 * <p>Order of calls: {@link #begin}, any {@link #answer}, any {@link #authority}, any {@link
 * #additional}, {@link #end}. A record that does not fit leaves the response truncated: the
 * sections are cut back to the question and TC is set, so that the client asks again over TCP (RFC
 * 2181 section 9).
 */
public final class Reply {
  /**
   * Largest UDP response, whatever the client allows: no fragments on any common path (DNS flag day
   * 2020).
   */
  public static final int UDP_PAYLOAD_MAX = 1232;

  /** What a client without EDNS can take over UDP, RFC 1035 section 4.2.1. */
  public static final int UDP_PAYLOAD_PLAIN = 512;

  /** What a client can take over TCP. */
  public static final int TCP_PAYLOAD_MAX = 65_535;

  private static final int FLAG_QR = 0x8000;
  private static final int FLAG_AA = 0x0400;
  private static final int FLAG_TC = 0x0200;
  private static final int FLAG_RD = 0x0100;
  private static final int OPCODE_MASK = 0x7800;

  private byte[] out = new byte[0];
  private int length;
  private int limit;
  private int questionEnd;
  private int answers;
  private int authorities;
  private int additionals;
  private int headerFlags;
  private boolean truncated;

  /**
   * Starts a response with the query's ID and, if it has a readable one, its question octet for
   * octet.
   *
   * @param payloadMax octets the transport and client can take
   * @param opt the record that {@link #end} will write: its room is kept from the start
   */
  public void begin(Query query, byte[] into, int payloadMax, OptRecord opt) {
    out = into;
    limit = payloadMax - opt.room(query);
    int end = query.questionEnd();
    length = Math.max(end, Query.HEADER_LENGTH);
    System.arraycopy(query.packet, 0, out, 0, length);
    questionEnd = length;
    headerFlags = FLAG_QR | query.flags & (OPCODE_MASK | FLAG_RD);
    Records.put16(out, 4, end > 0 ? 1 : 0);
    answers = 0;
    authorities = 0;
    additionals = 0;
    truncated = false;
  }

  /** Octets a UDP response to this query may have. */
  public static int udpPayload(Query query) {
    EdnsQuery edns = query.edns();
    return edns.present()
        ? Math.max(UDP_PAYLOAD_PLAIN, Math.min(UDP_PAYLOAD_MAX, edns.payload()))
        : UDP_PAYLOAD_PLAIN;
  }

  /** Marks the answer as authoritative. */
  public void authoritative() {
    headerFlags |= FLAG_AA;
  }

  /** Adds records from {@code source[offset, offset + octets)} to the answer section. */
  public void answer(byte[] source, int offset, int octets, int records) {
    if (append(source, offset, octets)) {
      answers += records;
    }
  }

  /**
   * Adds a record to the authority section whose owner is the suffix of the question's name of that
   * many octets.
   */
  public void authority(byte[] record, int ownerLength, Query query) {
    int at = length;
    if (append(record, 0, record.length)) {
      Records.put16(out, at, 0xc000 | Query.HEADER_LENGTH + query.nameLength() - ownerLength);
      authorities++;
    }
  }

  /**
   * Adds records with whole owner names to the additional section; what does not fit is left out
   * (RFC 2181 section 9).
   */
  public void additional(byte[] source, int records) {
    if (!truncated && length + source.length <= limit) {
      System.arraycopy(source, 0, out, length, source.length);
      length += source.length;
      additionals += records;
    }
  }

  private boolean append(byte[] source, int offset, int octets) {
    if (truncated) {
      return false;
    }
    if (length + octets > limit) {
      truncated = true;
      headerFlags |= FLAG_TC;
      length = questionEnd;
      answers = 0;
      authorities = 0;
      additionals = 0;
      return false;
    }
    System.arraycopy(source, offset, out, length, octets);
    length += octets;
    return true;
  }

  /**
   * Writes the header and, if the query had one, OPT.
   *
   * @param rcode may be extended (RFC 6891 section 6.1.3)
   * @param opt what OPT is to say
   * @return octets of the whole response
   */
  public int end(Query query, int rcode, OptRecord opt) {
    if (query.edns().present()) {
      length = opt.write(query, rcode, out, length);
      additionals++;
    }
    Records.put16(out, 2, headerFlags | rcode & 15);
    Records.put16(out, 6, answers);
    Records.put16(out, 8, authorities);
    Records.put16(out, 10, additionals);
    return length;
  }

  public boolean truncated() {
    return truncated;
  }
}

package io.waymark.protocol.dns;

/**
 * One query as read from the wire: header, question and EDNS. Mutable, so that one object serves a
 * thread for its whole life; {@link #read} overwrites everything.
 *
 * <p>Reading never throws: whatever the octets are, it ends in one of the {@link Form}s.
 */
public final class Query {

  /** What a packet turned out to be. */
  public enum Form {
    /** A query to answer. */
    WELL_FORMED,
    /**
     * Not to be answered at all: no whole header, or itself a response (RFC 8906 section 3.2.1 and
     * common sense).
     */
    IGNORED,
    /**
     * To be answered FORMERR; {@link Query#questionEnd} tells whether a question can be repeated.
     */
    MALFORMED,
    /** To be answered NOTIMP: an opcode other than QUERY. */
    NOT_IMPLEMENTED,
    /** To be answered BADVERS: an EDNS version other than 0 (RFC 6891 section 6.1.3). */
    BAD_VERSION
  }

  public static final int HEADER_LENGTH = 12;

  /** Octets that must be readable past the end of a packet's array, for reading whole words. */
  public static final int SLACK = Long.BYTES;

  private static final int FLAG_QR = 0x8000;
  private static final int OPCODE_MASK = 0x7800;

  final byte[] name = new byte[WireName.LENGTH_MAX + 1 + SLACK];
  final EdnsQuery edns = new EdnsQuery();

  byte[] packet = new byte[0];
  int flags;
  private int nameLength;
  private int questionEnd;
  private int type;
  private int recordClass;
  private long hash;

  /**
   * Reads one packet.
   *
   * @param packet must have {@link #SLACK} readable octets after {@code length}
   * @param length octets of the packet
   */
  public Form read(byte[] packet, int length) {
    this.packet = packet;
    questionEnd = 0;
    nameLength = 0;
    edns.clear();
    if (length < HEADER_LENGTH) {
      return Form.IGNORED;
    }
    flags = u16(packet, 2);
    if ((flags & FLAG_QR) != 0) {
      return Form.IGNORED;
    }
    if ((flags & OPCODE_MASK) != 0) {
      return Form.NOT_IMPLEMENTED;
    }
    if (u16(packet, 4) != 1) {
      return Form.MALFORMED;
    }
    if (!readQuestion(length)) {
      return Form.MALFORMED;
    }
    int position = questionEnd;
    int others = u16(packet, 6) + u16(packet, 8);
    int additional = u16(packet, 10);
    if (others == 0 && additional == 1 && EdnsQuery.looksLikeOpt(packet, position, length)) {
      // By far the commonest shape; everything else takes the careful walk.
      position = edns.read(packet, position, length);
    } else if (others + additional > 0) {
      position = readRecords(position, length, others, additional);
    }
    if (position != length) {
      return Form.MALFORMED;
    }
    if (edns.present() && edns.version() != 0) {
      return Form.BAD_VERSION;
    }
    return Form.WELL_FORMED;
  }

  private boolean readQuestion(int length) {
    byte[] octets = packet;
    int position = HEADER_LENGTH;
    int limit = Math.min(length, HEADER_LENGTH + WireName.LENGTH_MAX);
    while (true) {
      if (position >= limit) {
        return false;
      }
      int label = octets[position];
      if (label == 0) {
        break;
      }
      if ((label & 0xc0) != 0) {
        // A pointer has nothing to point at yet, and other label types do not exist.
        return false;
      }
      position += label + 1;
    }
    int end = position + 1;
    if (end + 4 > length) {
      return false;
    }
    nameLength = end - HEADER_LENGTH;
    type = u16(octets, end);
    recordClass = u16(octets, end + 2);
    questionEnd = end + 4;
    long mixed = 0;
    for (int i = 0; i < nameLength; i += Long.BYTES) {
      long word = LowerCase.word(octets, HEADER_LENGTH + i, nameLength - i);
      LowerCase.put(name, i, word);
      mixed = LowerCase.mix(mixed, word);
    }
    hash = LowerCase.finish(mixed);
    return true;
  }

  /**
   * Walks records that are not just one OPT; returns where they end, or -1 when they are broken.
   */
  private int readRecords(int start, int length, int others, int additional) {
    int position = start;
    for (int i = 0; i < others + additional; i++) {
      if (EdnsQuery.looksLikeOpt(packet, position, length)) {
        // RFC 6891 section 6.1.1: OPT only among the additional records, and only once.
        if (i < others || edns.present()) {
          return -1;
        }
        position = edns.read(packet, position, length);
      } else {
        position = skipRecord(position, length);
      }
      if (position < 0) {
        return -1;
      }
    }
    return position;
  }

  private int skipRecord(int start, int length) {
    int position = start;
    while (true) {
      if (position >= length) {
        return -1;
      }
      int label = packet[position] & 0xff;
      if (label == 0) {
        position++;
        break;
      }
      if ((label & 0xc0) == 0xc0) {
        position += 2;
        break;
      }
      if ((label & 0xc0) != 0) {
        return -1;
      }
      position += label + 1;
    }
    if (position + 10 > length || u16(packet, position) == RecordType.OPT) {
      return -1;
    }
    int end = position + 10 + u16(packet, position + 8);
    return end <= length ? end : -1;
  }

  /** The query's ID. */
  public int id() {
    return u16(packet, 0);
  }

  /** QTYPE. */
  public int type() {
    return type;
  }

  /** QCLASS. */
  public int recordClass() {
    return recordClass;
  }

  /**
   * The lower-cased QNAME in wire format; only the first {@link #nameLength} octets count. Not to
   * be changed.
   */
  public byte[] name() {
    return name;
  }

  /** Octets of the QNAME, its root label included; 0 when there is no readable question. */
  public int nameLength() {
    return nameLength;
  }

  /** Equal for equal names, whatever their case; the same as {@link WireName#hash}. */
  public long hash() {
    return hash;
  }

  /** Where the question section ends in the packet; 0 when there is no readable question. */
  public int questionEnd() {
    return questionEnd;
  }

  /** What EDNS says. */
  public EdnsQuery edns() {
    return edns;
  }

  static int u16(byte[] octets, int offset) {
    return (octets[offset] & 0xff) << 8 | octets[offset + 1] & 0xff;
  }
}

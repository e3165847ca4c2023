package io.waymark.protocol.dns;

import io.waymark.protocol.net.Client;

/**
 * The OPT record of a query (RFC 6891), with the options that matter here. Mutable, part of {@link
 * Query}.
 */
public final class EdnsQuery {
  static final int OPTION_NSID = 3;
  static final int OPTION_CLIENT_SUBNET = 8;
  static final int OPTION_COOKIE = 10;

  /** Owner (root), type, class, TTL, RDLENGTH. */
  private static final int FIXED_LENGTH = 11;

  private static final int FLAG_DO = 0x8000;

  private boolean present;
  private int version;
  private int payload;
  private boolean dnssecOk;
  private boolean nsid;
  private int subnetOffset;
  private int subnetFamily;
  private int subnetSource;

  void clear() {
    present = false;
    nsid = false;
    dnssecOk = false;
    payload = 0;
    version = 0;
    subnetOffset = 0;
    subnetSource = 0;
    subnetFamily = 0;
  }

  static boolean looksLikeOpt(byte[] packet, int position, int length) {
    return position + FIXED_LENGTH <= length
        && packet[position] == 0
        && Query.u16(packet, position + 1) == RecordType.OPT;
  }

  /** Reads the OPT record at {@code position}; returns where it ends, or -1 when it is broken. */
  int read(byte[] packet, int position, int length) {
    present = true;
    payload = Query.u16(packet, position + 3);
    version = packet[position + 6] & 0xff;
    dnssecOk = (Query.u16(packet, position + 7) & FLAG_DO) != 0;
    int end = position + FIXED_LENGTH + Query.u16(packet, position + 9);
    if (end > length) {
      return -1;
    }
    if (version != 0) {
      // What a later version means by its options is not ours to judge.
      return end;
    }
    int option = position + FIXED_LENGTH;
    while (option < end) {
      if (option + 4 > end) {
        return -1;
      }
      int code = Query.u16(packet, option);
      int optionLength = Query.u16(packet, option + 2);
      int data = option + 4;
      option = data + optionLength;
      if (option > end) {
        return -1;
      }
      switch (code) {
        case OPTION_NSID -> nsid = true;
        case OPTION_COOKIE -> {
          // RFC 7873 section 5.2.2: a client cookie of 8 octets, perhaps a server cookie of 8 to
          // 32.
          if (optionLength != 8 && (optionLength < 16 || optionLength > 40)) {
            return -1;
          }
        }
        case OPTION_CLIENT_SUBNET -> {
          if (subnetOffset == 0 && !readSubnet(packet, data, optionLength)) {
            return -1;
          }
        }
        default -> {}
      }
    }
    return end;
  }

  /** RFC 7871 section 6: FAMILY, SOURCE PREFIX-LENGTH, SCOPE PREFIX-LENGTH, ADDRESS. */
  private boolean readSubnet(byte[] packet, int data, int length) {
    if (length < 4) {
      return false;
    }
    int family = Query.u16(packet, data);
    int source = packet[data + 2] & 0xff;
    int scope = packet[data + 3] & 0xff;
    int bits = family == 1 ? 32 : family == 2 ? 128 : 0;
    // Too few, too many or nonzero trailing bits are errors (sections 7.1.2 and 6); a query's scope
    // is 0 (7.1.2).
    if (source > bits || scope != 0 || length - 4 != (source + 7) / 8) {
      return false;
    }
    if ((source & 7) != 0 && (packet[data + 3 + length - 4] & 0xff >>> (source & 7)) != 0) {
      return false;
    }
    subnetOffset = data;
    subnetFamily = family;
    subnetSource = source;
    return true;
  }

  public boolean present() {
    return present;
  }

  public int version() {
    return version;
  }

  /**
   * The requestor's UDP payload size, as sent; values below 512 mean 512 (RFC 6891 section 6.2.3).
   */
  public int payload() {
    return payload;
  }

  public boolean dnssecOk() {
    return dnssecOk;
  }

  /** Whether the name server's identifier is asked for (RFC 5001). */
  public boolean nsid() {
    return nsid;
  }

  /** Whether a client subnet came with the query. */
  public boolean hasSubnet() {
    return subnetOffset != 0;
  }

  /** SOURCE PREFIX-LENGTH; 0 means that the client opted out (RFC 7871 section 7.1.2). */
  public int subnetSource() {
    return subnetSource;
  }

  /** Where the option's data lies in the packet. */
  int subnetOffset() {
    return subnetOffset;
  }

  /**
   * Sets the client that routing is to see: the client subnet where one was sent and not opted out
   * of, else the sender.
   */
  public void client(Query query, Client client, boolean v6, long high, long low) {
    if (subnetSource == 0) {
      client.set(v6, high, low, v6 ? 128 : 32);
      return;
    }
    long upper = 0;
    long lower = 0;
    int octets = (subnetSource + 7) / 8;
    for (int i = 0; i < octets; i++) {
      long octet = query.packet[subnetOffset + 4 + i] & 0xff;
      if (subnetFamily == 1) {
        lower |= octet << 24 - 8 * i;
      } else if (i < 8) {
        upper |= octet << 56 - 8 * i;
      } else {
        lower |= octet << 120 - 8 * i;
      }
    }
    client.set(subnetFamily == 2, upper, lower, subnetSource);
  }
}

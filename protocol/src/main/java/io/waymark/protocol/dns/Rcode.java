package io.waymark.protocol.dns;

/** Response codes (RFC 1035 section 4.1.1, RFC 6891 section 9). */
public final class Rcode {
  public static final int NOERROR = 0;
  public static final int FORMERR = 1;
  public static final int SERVFAIL = 2;
  public static final int NXDOMAIN = 3;
  public static final int NOTIMP = 4;
  public static final int REFUSED = 5;

  /** Extended: its upper bits travel in OPT. */
  public static final int BADVERS = 16;

  private static final String[] NAMES = {
    "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"
  };

  private Rcode() {}

  /** The name as dig prints it. */
  public static String name(int rcode) {
    if (rcode == BADVERS) {
      return "BADVERS";
    }
    return rcode < NAMES.length ? NAMES[rcode] : "RCODE" + rcode;
  }
}

package io.waymark.node.dns;

/** What the data plane counts. */
public enum DnsCounter {
  QUERIES_UDP("queries received over UDP"),
  QUERIES_TCP("queries received over TCP"),
  NOERROR("responses with RCODE NOERROR"),
  NXDOMAIN("responses with RCODE NXDOMAIN"),
  REFUSED("responses with RCODE REFUSED"),
  FORMERR("responses with RCODE FORMERR"),
  NOTIMP("responses with RCODE NOTIMP"),
  BADVERS("responses with RCODE BADVERS"),
  SERVFAIL("responses with RCODE SERVFAIL"),
  NODATA("NOERROR responses with an empty answer"),
  TRUNCATED("responses cut short, with TC set"),
  IGNORED("packets that deserve no response"),
  UNSENT("responses the kernel did not take"),
  LOOP_RESTARTS("UDP loops that died and were started again"),
  TCP_REJECTED("TCP connections closed because of a limit");

  private final String meaning;

  DnsCounter(String meaning) {
    this.meaning = meaning;
  }

  /** What one count stands for. */
  public String meaning() {
    return meaning;
  }
}

package io.waymark.node.settings;

import io.waymark.protocol.net.IpAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a name server is told before it starts; one record for each block under {@code
 * waymark}.
 */
public record NodeSettings(
    Identity node, Dns dns, Fleet fleet, Admin admin, Prober prober, Location location, Log log) {

  /**
   * Who this node is.
   *
   * @param region a free label
   * @param latitude degrees in {@code [-90, 90]}; null where the operator gave no place
   * @param longitude degrees in {@code [-180, 180]}; null where the operator gave no place
   * @param data the directory that holds all this node must remember
   */
  public record Identity(
      String name,
      String region,
      @Nullable Double latitude,
      @Nullable Double longitude,
      Path data) {}

  /** An address and port. Port 0 means any free one. */
  public record Listen(IpAddress address, int port) {

    /** Reads a resolved socket address. */
    public static Listen of(InetSocketAddress address) {
      return new Listen(IpAddress.of(address.getAddress().getAddress()), address.getPort());
    }

    public InetSocketAddress socketAddress() {
      return new InetSocketAddress(address.toString(), port);
    }

    /** Whether only this machine reaches it: 127.0.0.0/8 or ::1. */
    public boolean loopback() {
      return address.v6() ? address.high() == 0 && address.low() == 1 : address.low() >>> 24 == 127;
    }

    /** Whether it stands for every address of the machine: 0.0.0.0 or ::. */
    public boolean wildcard() {
      return address.high() == 0 && address.low() == 0;
    }

    @Override
    public String toString() {
      return (address.v6() ? "[" + address + "]" : address.toString()) + ":" + port;
    }
  }

  /**
   * The name server.
   *
   * @param udpThreads threads for each listen address, at least 1 (0 in the file means one per
   *     core)
   * @param udpLoop which implementation of the UDP loop runs
   * @param nsid what NSID and {@code id.server} answer; empty for none
   * @param publishVersions whether {@code _waymark.<zone>} is answered
   * @param drainTime how long a leaving node goes on answering
   * @param zones in the order given; the first is the default of profiles that name none
   */
  public record Dns(
      List<Listen> listen,
      int udpThreads,
      UdpLoop udpLoop,
      String nsid,
      boolean publishVersions,
      Duration drainTime,
      List<Zone> zones) {}

  /** Which UDP loop: the Linux one where it can run, else NIO; or one of them by name. */
  public enum UdpLoop {
    AUTO,
    NATIVE,
    NIO
  }

  /**
   * A zone this node is authoritative for. Names are lower case without trailing dot.
   *
   * @param ns at least one
   * @param nsAddresses addresses of name servers whose names lie in the zone
   * @param hostmaster the SOA RNAME, as a domain name
   * @param negativeTtl seconds: SOA TTL and MINIMUM, RFC 2308
   * @param file a zone file with static records
   */
  public record Zone(
      String name,
      List<String> ns,
      Map<String, List<IpAddress>> nsAddresses,
      String hostmaster,
      long negativeTtl,
      @Nullable Path file) {}

  /**
   * Files that encrypt a port.
   *
   * @param certificate PEM, the server's first, then those that lead to its issuer
   * @param key PEM, the private key of the certificate
   * @param ca PEM, whose certificates are demanded of the other side; null demands none
   */
  public record Tls(Path certificate, Path key, @Nullable Path ca) {}

  /**
   * The fleet port. A node without peers founds and serves at once.
   *
   * @param insecure whether an address beyond loopback is meant to go without TLS
   * @param tls null for none; its {@code ca} is never null, for both sides show a certificate
   */
  public record Fleet(
      Listen bind, Listen advertise, List<Listen> peers, boolean insecure, @Nullable Tls tls) {}

  /**
   * The HTTP API.
   *
   * @param insecure whether an address beyond loopback is meant to go without TLS
   * @param tls null for plain HTTP
   */
  public record Admin(Listen listen, boolean insecure, boolean metricsOpen, @Nullable Tls tls) {}

  /**
   * The prober.
   *
   * @param allowLoopback whether targets on 127.0.0.0/8 and ::1 are allowed
   * @param deniedTargets prefixes such as {@code 169.254.0.0/16}, host bits zero; an address alone
   *     is itself
   * @param canaries {@code host:port}, {@code a.b.c.d:port} or {@code [v6]:port}
   * @param resolver upstream resolvers; empty means the system's
   */
  public record Prober(
      boolean enabled,
      boolean allowLoopback,
      List<String> deniedTargets,
      List<String> canaries,
      List<Listen> resolver) {}

  /** Files that say where clients are; null where there is none. */
  public record Location(@Nullable Path database, @Nullable Path latency, @Nullable Path regions) {}

  /** Log level ({@code error} to {@code trace}) and form. */
  public record Log(String level, boolean json) {}
}

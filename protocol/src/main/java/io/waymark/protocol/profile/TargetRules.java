package io.waymark.protocol.profile;

import io.waymark.protocol.net.HostName;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.net.Prefix;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which targets probes may connect to. A profile is data that many people may edit; without these
 * rules it could make every node ask its own machine, or its cloud's metadata service, whatever an
 * editor likes. Addresses are therefore judged twice: in the document, and again when a domain name
 * has been resolved.
 */
public final class TargetRules {
  private static final List<Prefix> LOOPBACK = prefixes("127.0.0.0/8", "::1/128");

  private record Denied(Prefix prefix, String what) {}

  private static final List<Denied> DENIED =
      List.of(
          denied("0.0.0.0/8", "unspecified"),
          denied("::/128", "unspecified"),
          // Metadata services of most clouds answer on 169.254.169.254; some on the others.
          denied("169.254.0.0/16", "link-local, where cloud metadata lies"),
          denied("fe80::/10", "link-local"),
          denied("fd00:ec2::/32", "a cloud metadata address"),
          denied("fd20:ce::254/128", "a cloud metadata address"),
          denied("100.100.100.200/32", "a cloud metadata address"),
          denied("168.63.129.16/32", "a cloud metadata address"),
          denied("192.0.0.192/32", "a cloud metadata address"),
          denied("224.0.0.0/4", "multicast"),
          denied("ff00::/8", "multicast"),
          denied("255.255.255.255/32", "broadcast"));

  /** IPv4-mapped, and what a NAT64 of RFC 6052 translates: the last 32 bits are reached by IPv4. */
  private static final List<Prefix> V4_WITHIN_V6 = prefixes("::ffff:0:0/96", "64:ff9b::/96");

  private TargetRules() {}

  /**
   * Why a target, a domain name without trailing dot or an IP literal, is not allowed; null when it
   * is.
   *
   * @param deniedExtra prefixes refused besides those that always are
   */
  public static @Nullable String check(
      String target, boolean allowLoopback, List<Prefix> deniedExtra) {
    IpAddress address = IpAddress.parseOrNull(target);
    if (address != null) {
      return check(address, allowLoopback, deniedExtra);
    }
    String fault = nameFault(target);
    if (fault != null) {
      return fault;
    }
    // RFC 6761 section 6.3: these names are loopback wherever they are resolved.
    String lower = target.toLowerCase(Locale.ROOT);
    if (!allowLoopback && (lower.equals("localhost") || lower.endsWith(".localhost"))) {
      return "must not be a loopback name";
    }
    return null;
  }

  /**
   * Why an address is not allowed; null when it is. One that carries an IPv4 address is judged as
   * that.
   */
  public static @Nullable String check(
      IpAddress address, boolean allowLoopback, List<Prefix> deniedExtra) {
    IpAddress judged =
        V4_WITHIN_V6.stream().anyMatch(prefix -> prefix.contains(address))
            ? IpAddress.v4((int) address.low())
            : address;
    if (!allowLoopback && LOOPBACK.stream().anyMatch(prefix -> prefix.contains(judged))) {
      return "must not be a loopback address";
    }
    for (Denied denied : DENIED) {
      if (denied.prefix().contains(judged)) {
        return "must not be " + denied.what() + " (" + denied.prefix() + ")";
      }
    }
    for (Prefix prefix : deniedExtra) {
      if (prefix.contains(judged) || prefix.contains(address)) {
        return "must not lie in " + prefix + ", which the configuration denies";
      }
    }
    return null;
  }

  /** Why the text is neither a domain name nor an IP literal; null when it is one. */
  static @Nullable String nameFault(String target) {
    if (IpAddress.parseOrNull(target) != null) {
      return null;
    }
    if (target.indexOf(':') >= 0 || target.indexOf('/') >= 0) {
      return "must be a domain name or an IP address, without scheme, port or path";
    }
    return HostName.fault(target);
  }

  private static Denied denied(String prefix, String what) {
    return new Denied(Prefix.parse(prefix), what);
  }

  private static List<Prefix> prefixes(String... texts) {
    return Stream.of(texts).map(Prefix::parse).toList();
  }
}

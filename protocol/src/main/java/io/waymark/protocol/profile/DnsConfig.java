package io.waymark.protocol.profile;

/**
 * Where a profile's name lies and how long its answers may be cached.
 *
 * @param relativeName labels below the zone, without a trailing dot; as spelled by the operator,
 *     may hold dots
 * @param zone the zone's apex, in lower case without a trailing dot
 * @param ttl seconds, in {@code [0, 2147483647]}; 0 means that answers must not be cached
 */
public record DnsConfig(String relativeName, String zone, long ttl) {
  /** Greatest TTL: RFC 2181 section 8. */
  public static final long TTL_MAX = Integer.MAX_VALUE;

  public static final long TTL_DEFAULT = 30;

  /** The name that clients ask for, in the operator's spelling, without a trailing dot. */
  public String fqdn() {
    return relativeName + "." + zone;
  }
}

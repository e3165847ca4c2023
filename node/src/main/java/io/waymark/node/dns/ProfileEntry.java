package io.waymark.node.dns;

import io.waymark.protocol.dns.RecordType;
import io.waymark.protocol.dns.Records;
import io.waymark.protocol.dns.WireName;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.routing.Compiled;
import io.waymark.protocol.routing.Leaf;
import io.waymark.protocol.routing.RoutingPlan;
import java.util.Arrays;
import java.util.List;

/**
 * A profile's name: its plan, and one wire-ready record for each leaf of the plan.
 *
 * <p>All records lie in one array, {@code offsets[leaf]} to {@code offsets[leaf + 1]}, so that an
 * answer costs one copy from memory that is likely to be near.
 */
public final class ProfileEntry extends Entry {
  final RoutingPlan plan;
  final boolean frozen;
  final int[] offsets;
  final byte[] records;

  private ProfileEntry(
      byte[] name, Zone zone, RoutingPlan plan, boolean frozen, int[] offsets, byte[] records) {
    super(name, zone);
    this.plan = plan;
    this.frozen = frozen;
    this.offsets = offsets;
    this.records = records;
  }

  /**
   * The entry of a compiled profile. Answers carry the TTL of the queried profile, also below
   * nested ones.
   *
   * @param frozen whether it rests on verdicts that are no longer fresh
   */
  public static ProfileEntry of(Profile profile, Zone zone, Compiled compiled, boolean frozen) {
    long ttl = profile.dnsConfig().ttl();
    List<byte[]> parts = compiled.leaves().stream().map(leaf -> record(leaf, ttl)).toList();
    int[] offsets = new int[parts.size() + 1];
    for (int i = 0; i < parts.size(); i++) {
      offsets[i + 1] = offsets[i] + parts.get(i).length;
    }
    byte[] name = WireName.of(profile.dnsConfig().fqdn());
    return new ProfileEntry(name, zone, compiled.plan(), frozen, offsets, Bytes.concat(parts));
  }

  private static byte[] record(Leaf leaf, long ttl) {
    Endpoint endpoint = leaf.endpoint();
    IpAddress address = endpoint.targetAddress();
    return address == null
        ? Records.cname(ttl, WireName.of(endpoint.target()))
        : Records.address(ttl, address);
  }

  /** Whether no query could tell the two apart. */
  public boolean answersLike(ProfileEntry other) {
    return plan.equals(other.plan)
        && frozen == other.frozen
        && Arrays.equals(offsets, other.offsets)
        && Arrays.equals(records, other.records);
  }

  /** What decides which of the leaves is answered. */
  public RoutingPlan plan() {
    return plan;
  }

  /** The type of a leaf's record: A, AAAA or CNAME. */
  int type(int leaf) {
    int at = offsets[leaf] + 2;
    return (records[at] & 0xff) << 8 | records[at + 1] & 0xff;
  }

  /**
   * Whether a query of this type is answered with that leaf's record. The type is looked at only
   * after the choice, and a name answers every type with its CNAME (RFC 1034 section 3.6.2).
   */
  boolean answers(int leaf, int queryType) {
    int type = type(leaf);
    return type == queryType || type == RecordType.CNAME || queryType == RecordType.ANY;
  }
}

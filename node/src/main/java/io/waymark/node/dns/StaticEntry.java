package io.waymark.node.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A name with records that do not depend on who asks: an apex, a name server's addresses. Without
 * any records it is an empty non-terminal, a name that exists because others lie below it (RFC 8020
 * section 2).
 */
public final class StaticEntry extends Entry {
  final int[] types;
  final byte[][] records;
  final int[] counts;

  private StaticEntry(byte[] name, Zone zone, Map<Integer, RrSet> rrsets) {
    super(name, zone);
    types = new int[rrsets.size()];
    records = new byte[types.length][];
    counts = new int[types.length];
    int i = 0;
    for (Map.Entry<Integer, RrSet> rrset : rrsets.entrySet()) {
      types[i] = rrset.getKey();
      counts[i] = rrset.getValue().count;
      records[i] = Bytes.concat(rrset.getValue().records);
      i++;
    }
  }

  /** Records of one type in the making. */
  private static final class RrSet {
    private final List<byte[]> records = new ArrayList<>();
    private int count;
  }

  /** A name that only exists because others lie below it. */
  public static StaticEntry emptyNonTerminal(byte[] name, Zone zone) {
    return new StaticEntry(name, zone, Map.of());
  }

  /** This name with the records of another entry of it as well. */
  public StaticEntry with(StaticEntry other) {
    Builder both = new Builder(name, zone);
    for (StaticEntry one : List.of(this, other)) {
      for (int i = 0; i < one.types.length; i++) {
        both.addAll(one.types[i], one.records[i], one.counts[i]);
      }
    }
    return both.build();
  }

  /** This name with one record of a type in place of all it had of it. */
  public StaticEntry replacing(int type, byte[] record) {
    Builder changed = new Builder(name, zone);
    for (int i = 0; i < types.length; i++) {
      if (types[i] != type) {
        changed.addAll(types[i], records[i], counts[i]);
      }
    }
    return changed.add(type, record).build();
  }

  /** Where the RRset of that type is; -1 when there is none. */
  int find(int type) {
    for (int i = 0; i < types.length; i++) {
      if (types[i] == type) {
        return i;
      }
    }
    return -1;
  }

  /** Collects the records of one name. */
  public static final class Builder {
    private final byte[] name;
    private final Zone zone;
    private final Map<Integer, RrSet> rrsets = new TreeMap<>();

    public Builder(byte[] name, Zone zone) {
      this.name = name;
      this.zone = zone;
    }

    /** Adds a record made by {@link io.waymark.protocol.dns.Records}. */
    public Builder add(int type, byte[] record) {
      return addAll(type, record, 1);
    }

    private Builder addAll(int type, byte[] records, int count) {
      RrSet rrset = rrsets.computeIfAbsent(type, key -> new RrSet());
      rrset.records.add(records);
      rrset.count += count;
      return this;
    }

    public StaticEntry build() {
      return new StaticEntry(name, zone, rrsets);
    }
  }
}

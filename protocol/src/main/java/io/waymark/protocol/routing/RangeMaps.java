package io.waymark.protocol.routing;

import io.waymark.protocol.net.Prefix;
import io.waymark.protocol.net.PrefixMap;
import io.waymark.protocol.net.PrefixMapBuilder;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.SubnetRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The maps of the ranges of profiles' endpoints. A profile's map is kept until its ranges change,
 * as verdicts make profiles be compiled much more often than that. Not for several threads at once.
 */
public final class RangeMaps {
  private record Kept(List<List<SubnetRange>> ranges, PrefixMap map) {}

  private final Map<String, Kept> maps = new HashMap<>();

  /**
   * From an address to the index of the ranges that hold it; of a prefix that merged edits gave to
   * two, the later has it.
   *
   * @param ranges of each endpoint that has some
   */
  PrefixMap of(Profile profile, List<List<SubnetRange>> ranges) {
    String key = Profile.key(profile.name());
    Kept kept = maps.get(key);
    if (kept == null || !kept.ranges().equals(ranges)) {
      kept = new Kept(List.copyOf(ranges), map(ranges));
      maps.put(key, kept);
    }
    return kept.map();
  }

  private static PrefixMap map(List<List<SubnetRange>> ranges) {
    PrefixMapBuilder map = new PrefixMapBuilder();
    for (int i = 0; i < ranges.size(); i++) {
      for (SubnetRange range : ranges.get(i)) {
        for (Prefix prefix : range.prefixes()) {
          map.put(prefix, i);
        }
      }
    }
    return map.build();
  }

  /** Keeps nothing of a profile that is no more, or another. */
  public void forget(String profile) {
    maps.remove(Profile.key(profile));
  }
}

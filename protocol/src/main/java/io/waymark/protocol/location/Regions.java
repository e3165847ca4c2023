package io.waymark.protocol.location;

import io.waymark.protocol.profile.Policy;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The regions of an installation, numbered from 0 in the order of their names: of two that are as
 * near, the lower number goes first.
 */
public final class Regions {
  /** The number of a name that is no region's. */
  public static final int UNKNOWN = -1;

  /** How many there can be. */
  public static final int MAX = Short.MAX_VALUE;

  private final List<Region> ordered;
  private final Map<String, Integer> numbers = new HashMap<>();

  /**
   * @throws IllegalArgumentException when two have one name, or there are more than {@link #MAX}
   */
  public Regions(Collection<Region> regions) {
    ordered = regions.stream().sorted(Comparator.comparing(Region::key)).toList();
    if (ordered.size() > MAX) {
      throw new IllegalArgumentException(ordered.size() + " regions are more than " + MAX);
    }
    for (Region region : ordered) {
      if (numbers.put(region.key(), numbers.size()) != null) {
        throw new IllegalArgumentException("two regions are called " + region.name());
      }
    }
  }

  public int size() {
    return ordered.size();
  }

  public Region get(int number) {
    return ordered.get(number);
  }

  /** The number of the region of that name, without regard to case and spaces. */
  public int number(String name) {
    return numbers.getOrDefault(Policy.regionKey(name), UNKNOWN);
  }

  /** In the order of their numbers. */
  public List<Region> list() {
    return ordered;
  }
}

package io.waymark.protocol.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A field: one value, or the several that were written without knowledge of each other.
 *
 * @param siblings at least one, sorted by dot, each dot once
 */
public record Register(List<Sibling> siblings) {
  public Register {
    siblings = List.copyOf(siblings);
    if (siblings.isEmpty()) {
      throw new IllegalArgumentException("a register must have a value");
    }
    for (int i = 1; i < siblings.size(); i++) {
      if (siblings.get(i - 1).dot().compareTo(siblings.get(i).dot()) >= 0) {
        throw new IllegalArgumentException("siblings must be sorted by dot: " + siblings);
      }
    }
  }

  static Register of(Sibling only) {
    return new Register(List.of(only));
  }

  /** The value that holds: the latest. */
  public Sibling serving() {
    return siblings.getLast();
  }

  /** Whether people wrote different values without knowing of each other. */
  public boolean conflicted() {
    for (Sibling sibling : siblings) {
      if (!Objects.equals(sibling.value(), serving().value())) {
        return true;
      }
    }
    return false;
  }

  /**
   * The values of two copies that hold still: those in both, and those the other copy has not seen.
   *
   * @return {@code mine} or {@code theirs} itself where it is the result; null when nothing is left
   */
  static @Nullable Register merge(
      @Nullable Register mine,
      VersionVector seenHere,
      @Nullable Register theirs,
      VersionVector seenThere) {
    if (Identity.same(mine, theirs)) {
      return mine;
    }
    List<Sibling> left = mine == null ? List.of() : mine.siblings;
    List<Sibling> right = theirs == null ? List.of() : theirs.siblings;
    List<Sibling> merged = new ArrayList<>(left.size() + right.size());
    int i = 0;
    int j = 0;
    while (i < left.size() || j < right.size()) {
      int order = order(left, i, right, j);
      if (order < 0) {
        keepUnseen(left.get(i++), seenThere, merged);
      } else if (order > 0) {
        keepUnseen(right.get(j++), seenHere, merged);
      } else {
        Sibling one = left.get(i++);
        Sibling other = right.get(j++);
        merged.add(one.compareTo(other) >= 0 ? one : other);
      }
    }
    if (merged.isEmpty()) {
      return null;
    }
    if (mine != null && merged.equals(left)) {
      return mine;
    }
    return theirs != null && merged.equals(right) ? theirs : new Register(merged);
  }

  private static int order(List<Sibling> left, int i, List<Sibling> right, int j) {
    if (i == left.size()) {
      return 1;
    }
    return j == right.size() ? -1 : left.get(i).dot().compareTo(right.get(j).dot());
  }

  private static void keepUnseen(Sibling sibling, VersionVector seen, List<Sibling> merged) {
    if (!seen.covers(sibling.dot())) {
      merged.add(sibling);
    }
  }
}

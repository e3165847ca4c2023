package io.waymark.node.profile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller demands of what is stored before an edit: RFC 9110 section 13.1.
 *
 * @param ifMatch entity tags with their quotes, or {@code *} for any; null when not demanded
 * @param ifNoneMatch likewise
 */
public record Preconditions(@Nullable List<String> ifMatch, @Nullable List<String> ifNoneMatch) {
  /** Demands nothing. */
  public static final Preconditions NONE = new Preconditions(null, null);

  /**
   * Whether they hold.
   *
   * @param stored the profile; null when there is none
   * @param exists whether what is to be edited, the profile or one of its endpoints, is there. An
   *     endpoint that is not may still be added on condition of its profile's version.
   */
  boolean holdFor(@Nullable StoredProfile stored, boolean exists) {
    boolean anyWanted =
        ifMatch == null || ifMatch.contains("*") && exists || named(ifMatch, stored);
    boolean noneWanted =
        ifNoneMatch == null
            || !(exists && (ifNoneMatch.contains("*") || named(ifNoneMatch, stored)));
    return anyWanted && noneWanted;
  }

  private static boolean named(List<String> tags, @Nullable StoredProfile stored) {
    return stored != null && tags.contains(stored.etag());
  }
}

package io.waymark.protocol.profile;

import org.jspecify.annotations.Nullable;

/**
 * What a profile document need not say, and what this installation allows it to say.
 *
 * @param name the profile's name, known from elsewhere; a document that gives one must give the
 *     same, without case. Null when only the document can tell
 * @param zone the zone of documents that name none; null when there is no such zone
 */
public record Defaults(@Nullable String name, @Nullable String zone, Policy policy) {
  /** With {@link Policy#ANY}. */
  public Defaults(@Nullable String name, @Nullable String zone) {
    this(name, zone, Policy.ANY);
  }
}

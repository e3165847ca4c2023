package io.waymark.protocol.replica;

import org.jspecify.annotations.Nullable;

/**
 * Whether two are one object, which is enough to know that nothing has changed: operations return
 * an operand itself where it is the result.
 */
final class Identity {
  private Identity() {}

  @SuppressWarnings("ReferenceEquality") // the question itself
  static boolean same(@Nullable Object one, @Nullable Object other) {
    return one == other;
  }
}

package io.waymark.node;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The directory this process was started from. */
public final class Distribution {
  private Distribution() {}

  /**
   * Where {@code bin/}, {@code config/} and {@code lib/} lie, as the launcher tells; null without
   * it.
   */
  public static @Nullable Path home() {
    String home = System.getenv("WAYMARK_HOME");
    return home == null || home.isEmpty() ? null : Path.of(home);
  }
}

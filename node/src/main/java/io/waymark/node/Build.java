package io.waymark.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What this build is.
 *
 * @param version such as {@code 1.2.0}
 * @param commit abbreviated, {@code unknown} where the source tree had no history
 * @param dirty whether the source tree held changes beyond that commit
 */
record Build(String version, String commit, boolean dirty) {
  private static final String UNKNOWN = "unknown";

  /** Reads what the build wrote beside this class. */
  static Build read() {
    Properties build = new Properties();
    try (InputStream properties = Build.class.getResourceAsStream("build.properties")) {
      if (properties != null) {
        build.load(properties);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Build(
        build.getProperty("git.build.version", UNKNOWN),
        build.getProperty("git.commit.id.abbrev", UNKNOWN),
        Boolean.parseBoolean(build.getProperty("git.dirty")));
  }
}

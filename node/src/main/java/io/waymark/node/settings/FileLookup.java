package io.waymark.node.settings;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files that settings name.
 *
 * @param directory that of the configuration file; relative paths start here
 * @param home that of the distribution, whose data can be named by relative paths too; null when
 *     not run from one
 */
record FileLookup(Path directory, @Nullable Path home) {

  /** A path that need not exist yet. */
  Form<Path> any() {
    return new Form<>(
        "a path, absolute or relative to " + directory, directory, text -> in(directory, text));
  }

  /** A file of the operator's. */
  Form<Path> file() {
    return new Form<>(
        "a readable file, absolute or relative to " + directory,
        directory,
        text -> readable(in(directory, text)));
  }

  /** A file of the operator's or, when there is none of that name, of the distribution's. */
  Form<Path> data() {
    String orHome = home == null ? "" : " or " + home;
    return new Form<>(
        "a readable file, absolute or relative to " + directory + orHome,
        directory,
        text ->
            Stream.of(directory, Objects.requireNonNullElse(home, directory))
                .map(base -> readable(in(base, text)))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null));
  }

  /** A file of the distribution's, or null when it does not have it. */
  @Nullable Path shipped(String name) {
    return home == null ? null : readable(in(home, name));
  }

  private static @Nullable Path in(Path base, String text) {
    try {
      return text.isEmpty() ? null : base.resolve(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static @Nullable Path readable(@Nullable Path path) {
    return path != null && Files.isRegularFile(path) && Files.isReadable(path) ? path : null;
  }
}

package io.waymark.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The source tree these tests run in. */
final class Repository {
  private Repository() {}

  /** The directory of the parent {@code pom.xml}. */
  static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null && !Files.exists(directory.resolve("node/pom.xml"))) {
      directory = directory.getParent();
    }
    if (directory == null) {
      throw new IllegalStateException(
          "not inside the source tree: " + Path.of("").toAbsolutePath());
    }
    return directory;
  }

  /** Every Java source file of every module, main and test. */
  static List<Path> javaFiles() throws IOException {
    try (Stream<Path> files = Files.walk(root())) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().contains("/src/"))
          .sorted()
          .toList();
    }
  }
}

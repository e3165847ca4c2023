package io.waymark.node.demo;

import io.waymark.node.StartException;
import io.waymark.node.token.BootstrapToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the demo's nodes keep their data: {@code PATH/<node>/}. */
final class DemoDirectory implements AutoCloseable {
  private static final String STATE = "state.log";

  private final Path path;
  private final boolean temporary;

  private DemoDirectory(Path path, boolean temporary) {
    this.path = path;
    this.temporary = temporary;
  }

  /**
   * Opens the user's directory, or a temporary one that {@link #close} removes.
   *
   * @param wanted null for a temporary one
   * @throws StartException when it cannot be made
   */
  static DemoDirectory open(@Nullable Path wanted) throws StartException {
    try {
      return wanted == null
          ? new DemoDirectory(Files.createTempDirectory("waymark-demo-"), true)
          : new DemoDirectory(Files.createDirectories(wanted.toAbsolutePath().normalize()), false);
    } catch (IOException e) {
      throw new StartException(
          "no data directory: " + e + "; choose one that can be written with --data", e);
    }
  }

  Path path() {
    return path;
  }

  boolean temporary() {
    return temporary;
  }

  /** The admin token's file, one for all nodes. */
  Path token() {
    return path.resolve(BootstrapToken.FILE);
  }

  /**
   * Gives every node the same admin token before it starts; minted here where there is none yet.
   *
   * @return the token
   * @throws StartException when it cannot be read or written
   */
  String shareToken(List<DemoNode> nodes) throws StartException {
    try {
      String text = BootstrapToken.readOrCreate(path, new SecureRandom()).text();
      for (DemoNode node : nodes) {
        Files.copy(
            token(),
            Files.createDirectories(path.resolve(node.name())).resolve(BootstrapToken.FILE),
            StandardCopyOption.COPY_ATTRIBUTES,
            StandardCopyOption.REPLACE_EXISTING);
      }
      return text;
    } catch (IOException e) {
      throw new StartException("the admin token cannot be given to the nodes: " + e, e);
    } catch (UncheckedIOException | IllegalStateException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Whether no node has stored anything here yet. */
  boolean isNew() {
    return DemoNode.ALL.stream()
        .noneMatch(node -> Files.exists(path.resolve(node.name()).resolve(STATE)));
  }

  @Override
  public void close() throws IOException {
    if (temporary) {
      Files.walkFileTree(path, new Removal());
    }
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
